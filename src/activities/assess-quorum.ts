import { setTimeout as sleep } from 'node:timers/promises';
import type { Node } from '../config/cluster';
import { controlPlanes, hasExternalEtcd } from '../config/nodes';
import { judgeQuorum, type EtcdLook, type QuorumVerdict } from '../plan/lost-quorum';
import { lookAtEtcd } from '../remote/etcd-recovery/look-at-etcd';
import { runActivity, type ActivityDependencies, type ActivityFrame } from './activity-frame';
import type { SlipwayActivities } from './contract';
import { mapBounded } from './map-bounded';

const AT_ONCE = 10;
/** A machine takes longer than that to boot. */
const LOOK_EVERY_MS = 5_000;
/** One attempt ends then, so that a run which waits for days has attempts of a bounded length. */
const LONGEST_WATCH_MS = 600_000;

/** An external etcd is not made to go on with one member: its own phase says what is to be brought back. */
const EXTERNAL: QuorumVerdict = { state: 'unknown', cause: 'etcd is external' };

/** Whether etcd has a quorum, asked of every control plane by itself; a machine that does not answer is a finding. */
export const assessQuorum =
  (dependencies: ActivityDependencies): SlipwayActivities['assessQuorum'] =>
  ({ cluster, untilKept = false }) =>
    runActivity(dependencies, { cluster }, async (frame) => {
      if (hasExternalEtcd(cluster)) return EXTERNAL;
      const deadlineMs = Date.now() + (untilKept ? LONGEST_WATCH_MS : 0);
      for (;;) {
        const verdict = await lookAtAll(frame);
        frame.report(verdict.state === 'kept' ? 'etcd has a quorum' : verdict.cause);
        if (verdict.state === 'kept' || Date.now() >= deadlineMs) return verdict;
        await sleep(LOOK_EVERY_MS, undefined, { signal: frame.signal });
      }
    });

async function lookAtAll(frame: ActivityFrame): Promise<QuorumVerdict> {
  const looks = await mapBounded(controlPlanes(frame.cluster), AT_ONCE, (node) => lookAt(frame, node));
  return judgeQuorum(frame.cluster, looks);
}

async function lookAt({ openSession, signal }: ActivityFrame, { name, address }: Node): Promise<EtcdLook> {
  try {
    return await lookAtEtcd(await openSession(name), address, signal);
  } catch (error) {
    signal.throwIfAborted();
    return { node: name, silence: error instanceof Error ? error.message : String(error) };
  }
}
