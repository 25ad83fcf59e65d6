import type { ResetPlan } from '../../../src/plan/reset-plan';

/** Of one worker that is to go. */
export const RESET_PLAN: ResetPlan = {
  digest: 'abc123',
  scope: 'nodes',
  nodes: [
    {
      node: 'worker-1',
      controlPlane: false,
      reachable: true,
      drains: true,
      leavesEtcd: false,
      losses: ['Node worker-1 of cluster lab', '/var/lib/\u001b[2Jkubelet'],
    },
  ],
  peers: ['cp-1'],
  findings: [],
  takeOver: [],
  fence: { clusterUid: 'uid', epoch: 2, holder: 'default/slipway/lab/run-2' },
  isNoop: false,
};
