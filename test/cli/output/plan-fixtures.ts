import type { PlanReport } from '../../../src/workflows/messages';

/** A fresh control plane, and a worker where one file differs. */
export const PLANNED: PlanReport = {
  plan: {
    digest: 'd'.repeat(64),
    initNode: 'cp-1',
    nodes: [
      { node: 'cp-1', controlPlane: true, pendingSteps: ['swap', 'containerd'], membership: 'init' },
      { node: 'worker-1', controlPlane: false, pendingSteps: ['kubelet'], membership: 'none' },
      { node: 'worker-2', controlPlane: false, pendingSteps: [], membership: 'none' },
    ],
    findings: [
      {
        id: 'swap-on',
        node: 'cp-1',
        message: 'swap is on',
        fix: 'It is turned off.',
        verdict: { kind: 'repaired', step: 'swap' },
      },
    ],
    wipe: [{ node: 'worker-1', items: ['/etc/kubernetes'] }],
    takeOver: [],
    fence: { clusterUid: 'u', epoch: 1, holder: 'default/slipway/lab/plan/r' },
    liveControlPlanes: [],
    isNoop: false,
  },
  diffs: [
    {
      node: 'worker-1',
      steps: [
        {
          step: 'kubelet',
          title: 'The kubelet runs as configured',
          pending: [
            {
              kind: 'file',
              subject: '/etc/default/kubelet',
              state: 'pending',
              reason: 'content differs',
              disruption: 'service',
            },
          ],
          unsupported: [],
          changed: false,
          diffs: [{ path: '/etc/default/kubelet', diff: '--- a\n+++ b\n@@ -1 +1 @@\n-OLD=1\n+NEW=\u001b[31m1\n' }],
        },
      ],
    },
  ],
  roundTrips: { 'cp-1': 1, 'worker-1': 1, 'worker-2': 1 },
};

export const NOTHING_PLANNED: PlanReport = {
  ...PLANNED,
  plan: {
    ...PLANNED.plan,
    nodes: PLANNED.plan.nodes.map((node) => ({ ...node, pendingSteps: [], membership: 'none' as const })),
    findings: [],
    wipe: [],
    isNoop: true,
  },
  diffs: [],
};
