import type { ResetPlan } from '../../plan/reset-plan';
import type { ResetNodeResult, ResetResult } from '../../workflows/messages-of-reset';
import { renderEtcdTables } from './etcd-tables';
import { renderFinding } from './findings';
import { sanitise, type Style } from './style';

const OUTCOMES = {
  reset: 'reset',
  'nothing-to-do': 'nothing to do: nothing of it is there',
  rejected: 'rejected: nothing was changed',
} as const satisfies Record<ResetResult['outcome'], string>;

/** What a reset leaves on a machine, and why; the same on every one. */
const STAYS: readonly string[] = [
  'packages of the distribution (haproxy and keepalived stopped and disabled): other programs may use them by now',
  'the container runtime with its images, runc, CNI plugins, kubeadm, kubelet, kubectl, and the unit files of the runtime and the kubelet: an install takes them as they are, and a runtime may serve others',
  'the clock’s service, kernel modules, sysctls, swap and host name: settings of the machine, which nobody kept as they were before',
  '/var/lib/slipway/stamps: says which build of these programs is in place',
];

/** What a finished reset ends with: what was removed from which node, and what stays on it. */
export function renderResetResult(cluster: string, result: ResetResult, style: Style): string[] {
  const { outcome, scope, nodes, etcd } = result;
  const paint = outcome === 'rejected' ? style.yellow : style.green;
  const reached = nodes.filter(({ left }) => left === undefined);
  return [
    `${style.bold(cluster)}: ${paint(OUTCOMES[outcome])}`,
    ...nodes.flatMap((node) => renderNode(node, style)),
    ...(etcd === undefined ? [] : ['', ...renderEtcdTables(etcd)]),
    ...(reached.length === 0 ? [] : ['', 'Left in place on each machine:', ...STAYS.map((line) => `  ${line}`)]),
    ...(outcome === 'reset' && scope === 'nodes'
      ? ['', 'The file still names what was taken out: remove it there, or install again to have it back.']
      : []),
  ];
}

function renderNode({ name, removed, left }: ResetNodeResult, style: Style): string[] {
  const items = removed.map((item) => `  ${sanitise(item)}`);
  if (left === 'skipped') {
    const until = items.length === 0 ? '' : ', once this was removed';
    return ['', style.yellow(`${name}: skipped; what was not done by then was left${until}`), ...items];
  }
  if (left === 'unreachable')
    return [
      '',
      style.yellow(`${name}: out of the cluster; the machine did not answer, so wipe it before it is used again`),
    ];
  return ['', `${style.bold(name)}: removed`, ...items];
}

/** What a reset would do and destroy, and the digest that approves it. */
export function renderResetPlan(plan: ResetPlan, style: Style): string[] {
  const { nodes, findings, takeOver, isNoop, digest } = plan;
  const isStopped = findings.some(({ verdict }) => verdict.kind === 'yours-to-fix');
  return [
    ...findings.flatMap((finding) => renderFinding(finding, style)),
    ...takeOver.map(({ node, holder }) => `${node}: would be taken over from ${holder}, once approved`),
    ...nodes.flatMap(({ node, losses }) => [
      '',
      `${style.bold(node)}: ${losses.length === 0 ? 'nothing to lose' : 'would lose'}`,
      ...losses.map((loss) => `  ${sanitise(loss)}`),
    ]),
    '',
    isStopped
      ? 'A reset would stop here: there is something to fix first. Nothing was changed.'
      : isNoop
        ? 'Nothing to reset.'
        : `Nothing was changed. To approve exactly this when the reset is started: --approve-plan ${digest}`,
  ];
}
