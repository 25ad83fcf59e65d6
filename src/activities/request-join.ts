import { ensureRequestKey } from '../remote/join-material/request-key';
import type { ActivityDependencies } from './activity-frame';
import type { JoinRequest, NodeTask } from './contract';
import { runNodeActivity } from './node-activity';
import { createSealKeyPair, publicKeyOf } from './seal';

const LOCK_WAIT_SECONDS = 60;

/** The private half of a key pair is on the node's tmpfs, for root alone, until the node reboots; the public half is returned. */
export const requestJoin =
  (dependencies: ActivityDependencies) =>
  (task: NodeTask): Promise<JoinRequest> =>
    runNodeActivity(dependencies, task, async ({ session, fence }) => {
      const writer = { verb: 'request-join', fence, lockWaitSeconds: LOCK_WAIT_SECONDS };
      const key = await ensureRequestKey(session, writer, createSealKeyPair().privateKey);
      return { node: task.node, publicKey: publicKeyOf(key) };
    });
