import type { NodeFacts } from '../plan/facts';
import { sh, shLines } from '../ssh/shell';
import type { Session } from '../ssh/session';
import { garbledAnswer } from './check-steps';
import { ProbeAnswers } from './probe/answers';
import { probeLibrary } from './probe/machine-script';
import { readMachine } from './probe/read-machine';
import { createNonce, protocolLibrary, readAnswers } from './protocol';

/** Some files of /etc and /proc. */
const READ_TIMEOUT_MS = 30_000;

/** What steps depend on and a running machine does not change. */
export type StaticFacts = Pick<NodeFacts, 'os' | 'architecture' | 'interfaces'>;

/** Asks the node for its static facts: one short round trip. Errors: SshError, RemoteError `garbled-answer`. */
export async function probeStaticFacts(session: Session): Promise<StaticFacts> {
  const nonce = createNonce();
  const script = shLines([
    protocolLibrary(nonce),
    probeLibrary,
    sh`
for file in /etc/os-release /usr/lib/os-release; do
  [ -r "$file" ] && tell_file os-release "$file" && break
done
uname -m | tell architecture
ip -o link show | tell links
ip -o address show | tell addresses
tell_each end yes`,
  ]);
  const result = await session.run(script, { timeoutMs: READ_TIMEOUT_MS });
  const answers = new ProbeAnswers(readAnswers(result.stdout, nonce));
  if (!answers.has('end')) throw garbledAnswer(session.node, 'the look at the machine', result.stderr);
  const { os, architecture, interfaces } = readMachine(answers, []);
  return { os, architecture, interfaces };
}
