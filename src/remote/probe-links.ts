import type { LinkProbe } from '../plan/link-probe';
import type { Session } from '../ssh/session';
import { sh, shLines } from '../ssh/shell';
import { createNonce, protocolLibrary, readAnswers } from './protocol';

/** Every other node, side by side, each with seconds of patience. */
const PROBE_TIMEOUT_MS = 120_000;

/** One way to try. */
export interface LinkTarget {
  readonly to: string;
  readonly address: string;
  readonly ports: readonly number[];
  /** Whether to ping too, with small packets and with packets of `mtu` bytes. */
  readonly ping: boolean;
  /** How long silence is borne; a lost packet is sent again after one second. */
  readonly patienceSeconds: number;
}

const AT_ONCE = 40;
/** IP and ICMP headers. */
const HEADER_BYTES = { v4: 28, v6: 48 };

/**
 * Tries the ways from the session's node, many at once, in one round trip. Nobody need listen on the ports: a closed one
 * refuses at once, a filtered one is silent. What cannot be tried for want of a tool is left out. Errors: SshError.
 */
export async function probeLinks(
  session: Session,
  targets: readonly LinkTarget[],
  mtu: number,
  signal?: AbortSignal,
): Promise<LinkProbe[]> {
  const nonce = createNonce();
  const tries = targets.flatMap(({ address, ports, ping, patienceSeconds }, index) => [
    ...ports.map((port) => sh`try_port ${index} ${address} ${port} ${patienceSeconds} &`),
    ...(ping ? [sh`try_ping ${index} ${address} ${payloadOf(address, mtu)} &`] : []),
  ]);
  const batches = Array.from({ length: Math.ceil(tries.length / AT_ONCE) }, (_, batch) =>
    shLines([...tries.slice(batch * AT_ONCE, (batch + 1) * AT_ONCE), sh`wait`]),
  );
  const script = shLines([protocolLibrary(nonce), tryLibrary, ...batches]);
  const result = await session.run(script, { timeoutMs: PROBE_TIMEOUT_MS, ...(signal && { signal }) });
  return readAnswers(result.stdout, nonce).flatMap(({ word, fields }): LinkProbe[] => {
    const target = targets[Number(fields[0])];
    const outcome = fields[2];
    if (word !== 'link' || target === undefined) return [];
    if (outcome !== 'open' && outcome !== 'refused' && outcome !== 'blocked') return [];
    const what = fields[1] === 'ping' || fields[1] === 'ping-mtu' ? fields[1] : Number(fields[1]);
    return [{ from: session.node, to: target.to, what, result: outcome }];
  });
}

function payloadOf(address: string, mtu: number): number {
  return mtu - (address.includes(':') ? HEADER_BYTES.v6 : HEADER_BYTES.v4);
}

const tryLibrary = sh`
# tell_link INDEX WHAT RESULT: one write, since many speak at once
tell_link() { printf '%s link %s %s %s\\n' "$nonce" "$1" "$2" "$3"; }

# try_port INDEX ADDRESS PORT SECONDS
try_port() {
  command -v bash >/dev/null || return 0
  said=$(timeout "$4" bash -c ${'exec 3<>"/dev/tcp/$0/$1"'} "$2" "$3" 2>&1)
  case $?:$said in
    0:*) result=open ;;
    *refused*) result=refused ;;
    *) result=blocked ;;
  esac
  tell_link "$1" "$3" "$result"
}

# try_ping INDEX ADDRESS PAYLOAD
try_ping() {
  command -v ping >/dev/null || return 0
  ping -n -c 1 -W 1 "$2" >/dev/null 2>&1 && result=open || result=blocked
  tell_link "$1" ping "$result"
  [ "$result" = open ] || return 0
  ping -n -c 2 -i 0.2 -W 1 -M do -s "$3" "$2" >/dev/null 2>&1 || result=blocked
  tell_link "$1" ping-mtu "$result"
}
`;
