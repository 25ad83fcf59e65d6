import type { NodeDiff } from '../../activities/contract';
import type { PlanReport } from '../../workflows/messages';
import { renderFinding } from './findings';
import { sanitise, type Style } from './style';

/** What an install would do: findings, gates, and per node the steps, their reasons and the file diffs. */
export function renderPlan({ plan, diffs }: PlanReport, style: Style): string[] {
  const byNode = new Map(diffs.map((diff) => [diff.node, diff]));
  return [
    ...plan.findings.flatMap((finding) => renderFinding(finding, style)),
    ...plan.wipe.flatMap(({ node, items }) =>
      items.map((item) => `${node}: would wipe ${sanitise(item)}, once approved`),
    ),
    ...plan.takeOver.map(({ node, holder }) => `${node}: would be taken over from ${holder}, once approved`),
    ...renderSwitch(plan),
    ...plan.nodes.flatMap((node) => renderNode(node, byNode.get(node.node), style)),
    ...renderEtcd(plan),
    ...(plan.podNetwork?.move === 'apply' ? ['', 'pod network: would be applied as the file has it now'] : []),
    '',
    renderSummary(plan),
  ];
}

function renderSwitch({ podNetwork }: PlanReport['plan']): string[] {
  if (podNetwork?.move !== 'switch') return [];
  return [
    `pod network: would be switched ${sanitise(podNetwork.title)}, once approved`,
    ...podNetwork.losses.flatMap(({ node, items }) => items.map((item) => `  ${node}: ${sanitise(item)}`)),
  ];
}

function renderEtcd({ etcd, apiServers = [] }: PlanReport['plan']): string[] {
  if (etcd === undefined) return [];
  const where =
    etcd.length === 0 ? 'the control planes would be let reach it' : `made as the file says on ${etcd.join(', ')}`;
  const restarts =
    apiServers.length === 0
      ? []
      : [`API servers: ${apiServers.join(', ')} would restart, one after the other, to ask etcd where the file says`];
  return ['', `external etcd: ${where}`, ...restarts];
}

function renderNode(node: PlanReport['plan']['nodes'][number], diff: NodeDiff | undefined, style: Style): string[] {
  const { membership, pendingSteps } = node;
  const moves = [...(membership === 'none' ? [] : [membership]), ...pendingSteps];
  if (moves.length === 0) return ['', `${style.bold(node.node)}: nothing to do`];
  return [
    '',
    `${style.bold(node.node)}: ${moves.join(', ')}`,
    ...(diff?.error === undefined ? [] : [style.red(`  ${sanitise(diff.error)}`)]),
    ...(diff?.steps ?? []).flatMap((step) => renderStep(step, membership === 'none', style)),
  ];
}

const INTERRUPTED = {
  none: '',
  service: ' (interrupts its service)',
  node: ' (interrupts what runs on the node)',
} as const;

/** What is interrupted matters on a member alone: on another node nothing of the cluster runs yet. */
function renderStep(
  { step, title, pending, diffs }: NodeDiff['steps'][number],
  isMember: boolean,
  style: Style,
): string[] {
  if (pending.length === 0) return [];
  return [
    `  ${style.cyan(step)}: ${title}`,
    ...pending.flatMap(({ kind, subject, reason, disruption }) => [
      `    ${kind} ${sanitise(subject)}${isMember ? INTERRUPTED[disruption] : ''}${reason === undefined ? '' : `: ${sanitise(reason)}`}`,
      ...diffs
        .filter(({ path }) => kind === 'file' && path === subject)
        .flatMap(({ diff }) => diff.trimEnd().split('\n'))
        .map((line) => `      ${paintDiff(sanitise(line), style)}`),
    ]),
  ];
}

function paintDiff(line: string, style: Style): string {
  if (line.startsWith('+')) return style.green(line);
  if (line.startsWith('-')) return style.red(line);
  return style.dim(line);
}

function renderSummary({ nodes, isNoop, digest, findings, podNetwork, apiServers = [] }: PlanReport['plan']): string {
  const stopping = findings.filter(({ verdict }) => verdict.kind === 'yours-to-fix').length;
  if (stopping > 0) return `An install would stop at preflight: ${stopping} to fix first. Nothing was changed.`;
  if (isNoop) return `Nothing to do on ${nodes.length} ${nodes.length === 1 ? 'node' : 'nodes'}.`;
  const pending = nodes.filter(({ membership, pendingSteps }) => membership !== 'none' || pendingSteps.length > 0);
  if (pending.length === 0 && apiServers.length > 0)
    return `${apiServers.length} of ${nodes.length} nodes would change: their API servers restart. Nothing was changed.`;
  if (pending.length === 0)
    return podNetwork !== undefined || nodes.some(({ unsettled }) => unsettled === true)
      ? 'No node would be changed over SSH. An install would apply the pod network, labels and taints, and prove the cluster.'
      : 'No node would change. An earlier run was ended before its end: an install would prove the cluster and let the nodes go.';
  return `${pending.length} of ${nodes.length} nodes would change. Nothing was changed. Plan ${digest.slice(0, 12)}.`;
}
