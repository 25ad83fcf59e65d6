import type { Session } from '../../ssh/session';
import { raw, sh, type ShellText } from '../../ssh/shell';
import { apiServerAt, askLibrary } from '../probe/kubernetes-script';

/** Twenty looks within one round trip, each with limits of its own. */
const POLL_TIMEOUT_MS = 120_000;

/** One poll is one round trip that ends early once what is waited for has come. */
const POLL_TURNS = 20;

const pollUntil = (condition: ShellText) => sh`
turn=0
until ${raw(condition)}; do
  turn=$((turn + 1))
  [ "$turn" -lt ${POLL_TURNS} ] || exit 1
  sleep 0.2
done`;

/** True once the node's own API server says that it is live; false when it did not within some 4 s. */
export async function pollApiServer(session: Session, address: string, signal?: AbortSignal): Promise<boolean> {
  return poll(session, sh`${raw(askAt(address))}${raw(pollUntil(sh`[ "$(api /livez)" = 200 ]`))}`, signal);
}

/** True once the API server that runs on the node has this flag and is ready; false when not within some 4 s. */
export async function pollApiServerWith(session: Session, address: string, flag: string, signal?: AbortSignal) {
  const runs = sh`ps -C kube-apiserver -ww -o args= | tr ' ' '\\n' | grep -qxF -e ${flag}`;
  const condition = sh`${raw(runs)} && [ "$(api /readyz)" = 200 ]`;
  return poll(session, sh`${raw(askAt(address))}${raw(pollUntil(condition))}`, signal);
}

/** True once the node has an object in the API, asked for as its own kubelet; false when not within some 4 s. */
export async function pollOwnNode(session: Session, address: string, signal?: AbortSignal): Promise<boolean> {
  const path = `/api/v1/nodes/${session.node}`;
  const condition = sh`[ "$(api_as_kubelet ${path} application/json)" = 200 ]`;
  return poll(session, sh`${raw(askAt(address))}${raw(pollUntil(condition))}`, signal);
}

/** The functions of `askLibrary`, for an API server at this address; answers are kept in a file that goes away. */
export function askAt(address: string): ShellText {
  return sh`
${raw(askLibrary)}
server=${apiServerAt(address)}
body=$(mktemp) || exit
trap 'rm -f -- "$body"' EXIT
`;
}

async function poll(session: Session, script: ShellText, signal: AbortSignal | undefined): Promise<boolean> {
  const result = await session.run(script, { timeoutMs: POLL_TIMEOUT_MS, ...(signal && { signal }) });
  return result.exitCode === 0;
}
