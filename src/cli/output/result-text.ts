import type { InstallResult } from '../../workflows/messages';
import type { RunResult } from '../../workflows/messages-of-reset';
import { PHASE_TITLES } from '../../workflows/phases';
import { formatDuration } from './duration';
import { renderEtcdTables } from './etcd-tables';
import { renderResetResult } from './reset-text';
import type { Style } from './style';
import { renderColumns } from './table';

const OUTCOMES = {
  installed: 'installed',
  'nothing-to-do': 'nothing to do: every node is as the file wants it',
  rejected: 'rejected: nothing was changed',
} as const satisfies Record<InstallResult['outcome'], string>;

/** What a run ended with. */
export function renderResult(cluster: string, result: RunResult, style: Style): string[] {
  return 'operation' in result
    ? renderResetResult(cluster, result, style)
    : renderInstallResult(cluster, result, style);
}

/** The outcome, the nodes, etcd, the smoke test, the time of each phase. */
function renderInstallResult(cluster: string, result: InstallResult, style: Style): string[] {
  const { outcome, nodes, etcd, smokeTest, phases } = result;
  const isBad = outcome === 'rejected';
  return [
    `${style.bold(cluster)}: ${(isBad ? style.yellow : style.green)(OUTCOMES[outcome])}`,
    ...(outcome === 'installed' ? ['', ...renderColumns(nodes.map(nodeRow))] : []),
    '',
    ...(etcd === undefined ? [] : renderEtcdTables(etcd)),
    ...(smokeTest === undefined ? [] : [renderSmokeTest(smokeTest)]),
    ...(phases.length === 0 ? [] : ['', ...renderPhaseTimes(phases)]),
  ];
}

function nodeRow({ name, membership, changedSteps, skipped }: InstallResult['nodes'][number]): string[] {
  if (skipped === true) return [`  ${name}`, 'skipped'];
  const changed = changedSteps.length === 0 ? 'no step changed' : `${changedSteps.length} steps changed`;
  return [`  ${name}`, membership === 'none' ? 'member already' : membership, changed];
}

function renderSmokeTest({
  nodes,
  podToPod,
  nodePort,
  dns,
  payloadBytes,
  tookMs,
}: NonNullable<InstallResult['smokeTest']>): string {
  return `Smoke test passed in ${formatDuration(tookMs)}: ${nodes} nodes, ${podToPod} pod-to-pod paths with ${payloadBytes} bytes, ${nodePort} NodePort paths, ${dns} DNS answers.`;
}

/** Phases overlap: their times do not add up to the run's. */
export function renderPhaseTimes(phases: RunResult['phases']): string[] {
  return [
    'Wall time by phase (phases overlap):',
    ...renderColumns(phases.map(({ name, tookMs }) => [`  ${PHASE_TITLES[name]}`, formatDuration(tookMs)])),
  ];
}
