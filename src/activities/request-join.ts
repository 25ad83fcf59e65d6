import type { Fence } from '../plan/fence';
import { ensureRequestKey } from '../remote/join-material/request-key';
import type { Session } from '../ssh/session';
import type { ActivityDependencies } from './activity-frame';
import type { JoinRequest, NodeTask } from './contract';
import { runNodeActivity } from './node-activity';
import { createSealKeyPair, publicKeyOf } from './seal';

/** The node may be in the middle of a step that writes. */
const LOCK_WAIT_SECONDS = 60;

/** The private half of a key pair is on the node's tmpfs, for root alone, until the node reboots; the public half is returned. */
export const requestJoin =
  (dependencies: ActivityDependencies) =>
  (task: NodeTask): Promise<JoinRequest> =>
    runNodeActivity(dependencies, task, ({ session, fence }) => makeJoinRequest(session, task.node, fence));

/** As the activity, over a session that is open. Errors: SshError, RemoteError as `runGuarded`. */
export async function makeJoinRequest(session: Session, node: string, fence: Fence): Promise<JoinRequest> {
  const writer = { verb: 'request-join', fence, lockWaitSeconds: LOCK_WAIT_SECONDS };
  const key = await ensureRequestKey(session, writer, createSealKeyPair().privateKey);
  return { node, publicKey: publicKeyOf(key) };
}
