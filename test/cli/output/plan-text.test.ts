import { renderPlan } from '../../../src/cli/output/plan-text';
import { createStyle } from '../../../src/cli/output/style';
import { NOTHING_PLANNED, PLANNED } from './plan-fixtures';

const plain = createStyle(false);

test('a plan names per node what would be done and why, with every file diff', () => {
  expect(renderPlan(PLANNED, plain)).toEqual([
    'cp-1: swap is on [swap-on] → repaired by swap',
    'worker-1: would wipe /etc/kubernetes, once approved',
    '',
    'cp-1: init, swap, containerd',
    '',
    'worker-1: kubelet',
    '  kubelet: The kubelet runs as configured',
    '    file /etc/default/kubelet (interrupts its service): content differs',
    '      --- a',
    '      +++ b',
    '      @@ -1 +1 @@',
    '      -OLD=1',
    '      +NEW=[31m1',
    '',
    'worker-2: nothing to do',
    '',
    '2 of 3 nodes would change. Nothing was changed. Plan dddddddddddd.',
  ]);
});

test('of several files each has its diff below it', () => {
  const file = (subject: string) =>
    ({ kind: 'file', subject, state: 'pending', reason: 'missing', disruption: 'none' }) as const;
  const step = {
    step: 'containerd',
    title: 'containerd runs',
    pending: [file('/etc/a'), file('/etc/b')],
    unsupported: [],
    changed: false,
    diffs: [
      { path: '/etc/b', diff: '+b\n' },
      { path: '/etc/a', diff: '+a\n' },
    ],
  };
  const lines = renderPlan({ ...PLANNED, diffs: [{ node: 'cp-1', steps: [step] }] }, plain);
  const first = lines.indexOf('  containerd: containerd runs');
  expect(lines.slice(first + 1, first + 5)).toEqual([
    '    file /etc/a: missing',
    '      +a',
    '    file /etc/b: missing',
    '      +b',
  ]);
});

test('a node that could not be compared says why', () => {
  const lines = renderPlan({ ...PLANNED, diffs: [{ node: 'cp-1', error: 'no route to host', steps: [] }] }, plain);
  expect(lines).toContain('  no route to host');
});

test('findings that stop an install are its last word', () => {
  const findings = [
    { id: 'cpu-low', message: '1 CPU', fix: 'Add CPUs.', verdict: { kind: 'yours-to-fix' as const } },
    {
      id: 'leftovers',
      node: 'cp-1',
      message: 'old state',
      fix: 'Approve.',
      verdict: { kind: 'needs-approval' as const, gate: 'wipe' as const },
    },
  ];
  const lines = renderPlan({ ...PLANNED, plan: { ...PLANNED.plan, findings } }, plain);
  expect(lines.slice(0, 4)).toEqual([
    '1 CPU [cpu-low] → yours to fix',
    '  Add CPUs.',
    'cp-1: old state [leftovers] → needs approval',
    '  Approve.',
  ]);
  expect(lines.at(-1)).toBe('An install would stop at preflight: 1 to fix first. Nothing was changed.');
});

test('when only an ended run is to be finished that is said', () => {
  const { plan } = NOTHING_PLANNED;
  const nodes = plan.nodes.map((node) => ({ ...node, unreleased: true as const }));
  const lines = renderPlan({ ...NOTHING_PLANNED, plan: { ...plan, nodes, isNoop: false } }, plain);
  expect(lines.at(-1)).toMatch(/^No node would change\. An earlier run was ended/);
});

test('when only labels or the pod network are missing that is said', () => {
  const { plan } = NOTHING_PLANNED;
  const nodes = plan.nodes.map((node) => ({ ...node, unsettled: true as const }));
  const lines = renderPlan({ ...NOTHING_PLANNED, plan: { ...plan, nodes, isNoop: false } }, plain);
  expect(lines.at(-1)).toMatch(/An install would apply the pod network, labels and taints/);
});

test('when nothing is pending that is said', () => {
  expect(renderPlan(NOTHING_PLANNED, plain).at(-1)).toBe('Nothing to do on 3 nodes.');
});

test('API servers that would restart are told, also where nothing else would change', () => {
  const plan = { ...NOTHING_PLANNED.plan, etcd: ['etcd-1'], apiServers: ['cp-1', 'cp-2'], isNoop: false };
  const lines = renderPlan({ ...NOTHING_PLANNED, plan }, plain);
  expect(lines).toContain(
    'API servers: cp-1, cp-2 would restart, one after the other, to ask etcd where the file says',
  );
  expect(lines.at(-1)).toMatch(/^2 of \d+ nodes would change: their API servers restart\. Nothing was changed\.$/);
});

test('a switch of the pod network is told with all that is lost', () => {
  const losses = [
    { node: 'the cluster', items: ['DaemonSet kube-flannel/kube-flannel-ds'] },
    { node: 'w-1', items: ['/etc/cni/net.d/10-flannel.conflist'] },
  ];
  const from = { name: 'flannel', objects: [] };
  const podNetwork = { move: 'switch', from, to: 'calico', title: 'from flannel to calico', losses } as const;
  const lines = renderPlan({ ...PLANNED, plan: { ...PLANNED.plan, podNetwork } }, plain);
  const first = lines.indexOf('pod network: would be switched from flannel to calico, once approved');
  expect(lines.slice(first + 1, first + 3)).toEqual([
    '  the cluster: DaemonSet kube-flannel/kube-flannel-ds',
    '  w-1: /etc/cni/net.d/10-flannel.conflist',
  ]);
});

test('a pod network that is only applied anew is told as what an install would do', () => {
  const plan = { ...NOTHING_PLANNED.plan, isNoop: false, podNetwork: { move: 'apply' } as const };
  const lines = renderPlan({ ...NOTHING_PLANNED, plan }, plain);
  expect(lines).toContain('pod network: would be applied as the file has it now');
  expect(lines.at(-1)).toMatch(/^No node would be changed over SSH\. An install would apply the pod network/);
});
