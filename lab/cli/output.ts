import type { LabStatus, MachineStatus } from '../lab';
import type { UpReport } from '../up';

/** What `status` says of one lab; pure. */
export function formatStatus(name: string, status: LabStatus | undefined): string {
  if (status === undefined) return `Lab ${name}: not up.`;
  const { state, services, urls, files } = status;
  const serving = (isRunning: boolean) => (isRunning ? 'serving' : 'not running');
  return [
    `Lab ${name}: Kubernetes ${state.kubernetesVersion}, network ${state.network}.0/24`,
    ...formatTable(status.machines),
    `  registry  ${urls.registryUrl}  ${serving(services.registry)}`,
    `  mirror    ${urls.mirrorUrl}  ${serving(services.mirror)}`,
    ...(state.proxy === true ? [`  proxy     ${urls.proxyUrl}  ${serving(services.proxy)}`] : []),
    `  cluster   ${files.clusterFile}`,
  ].join('\n');
}

/** What `up` says at its end; pure. */
export function formatUp(report: UpReport, status: LabStatus | undefined, elapsedMs: number): string {
  const { name, machines } = report.state;
  const took = `${(elapsedMs / 1000).toFixed(1)} s`;
  if (report.booted.length === 0 && report.servicesStarted === 0) {
    return `Lab ${name} is up with ${machines.length} machines; nothing to do (${took}).`;
  }
  return `${formatStatus(name, status)}\nUp in ${took}. Remove it with: npm run lab -- down --name ${name}`;
}

function formatTable(machines: readonly MachineStatus[]): string[] {
  const rows = machines.map((machine) => [
    machine.name,
    machine.address,
    machine.state,
    machine.link === undefined ? '' : `link ${machine.link}`,
    `${machine.user} (${machine.access})${machine.virtual === undefined ? '' : ', own kernel'}`,
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(0, ...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd());
}
