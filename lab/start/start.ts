import { createLab, type Lab } from '../lab';
import type { Progress } from '../progress';
import { type Ending, renderFarewell } from './farewell';
import { askSlipway, showSlipway } from './slipway';
import { StartError } from './start-error';

export interface StartOptions {
  readonly lab: string;
  readonly controlPlanes?: number;
  readonly workers?: number;
  readonly progress: Progress;
  readonly write: (line: string) => void;
}

/**
 * Machines are up, a Temporal service and workers run, and the cluster of the lab's cluster.yaml is installed, healthy,
 * and its kubeconfig written. What stands already is left alone. @throws StartError
 */
export async function start({ lab: name, progress, write, ...shape }: StartOptions): Promise<void> {
  const lab = createLab({ name, progress, ...shape });
  const laps: Ending['laps'][number][] = [];
  const lap = async <T>(title: string, work: () => Promise<T>): Promise<T> => {
    const startMs = Date.now();
    const value = await work();
    laps.push({ title, tookMs: Date.now() - startMs });
    return value;
  };
  await lap('Machines and Temporal', () => bringUpBoth(lab, progress));
  const clusterFile = await findClusterFile(lab);
  await lap('Install', () => must('the install', showSlipway('install', clusterFile)));
  write('');
  write(await getNodes(lab));
  const kubeconfig = await writeKubeconfig(clusterFile);
  const webUi = await findWebUi(name);
  for (const line of [
    '',
    ...renderFarewell({ lab: name, kubeconfig, laps, ...(webUi === undefined ? {} : { webUi }) }),
  ]) {
    write(line);
  }
}

/** Both may have to build for minutes; the one that ends first does not wait, and a failure of one leaves the other whole. */
async function bringUpBoth(lab: Lab, progress: Progress): Promise<void> {
  const startService = progress.step('Temporal and workers', async (note) => {
    const lines: string[] = [];
    const { exitCode } = await askSlipway(['dev', 'start'], (line) => {
      lines.push(line);
      note(line);
    });
    if (exitCode !== 0) throw new StartError(`slipway dev start failed: ${lines.join('\n')}`, exitCode);
  });
  const ends = await Promise.allSettled([lab.up(), startService]);
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

async function findClusterFile(lab: Lab): Promise<string> {
  const status = await lab.status();
  if (status === undefined) throw new StartError(`lab ${lab.name} is not there any more; run npm start again`, 1);
  return status.files.clusterFile;
}

async function must(what: string, command: Promise<number>): Promise<void> {
  const exitCode = await command;
  if (exitCode === 130) throw new StartError('Interrupted. Run npm start again to go on from here.', exitCode);
  if (exitCode !== 0)
    throw new StartError(`${what} ended with exit code ${exitCode}; see above. npm start goes on from here.`, exitCode);
}

/** What the cluster itself says, asked on its first control plane and not through Slipway. */
async function getNodes(lab: Lab): Promise<string> {
  const kubectl = ['kubectl', '--kubeconfig', '/etc/kubernetes/admin.conf', 'get', 'nodes', '-o', 'wide'];
  const { exitCode, stdout, stderr } = await lab.exec('cp-1', kubectl);
  return exitCode === 0 ? stdout.trimEnd() : `kubectl get nodes on cp-1 failed: ${stderr.trim()}`;
}

async function writeKubeconfig(clusterFile: string): Promise<string> {
  const { exitCode, stdout } = await askSlipway(['kubeconfig', clusterFile], () => undefined);
  if (exitCode !== 0)
    throw new StartError('the kubeconfig cannot be fetched; try: npm run slipway -- kubeconfig', exitCode);
  return stdout.trim();
}

async function findWebUi(cluster: string): Promise<string | undefined> {
  const { stdout } = await askSlipway(['dev', 'status', '--output', 'json'], () => undefined);
  const { service } = JSON.parse(stdout) as { service?: { uiUrl?: string; namespace: string } };
  if (service?.uiUrl === undefined) return undefined;
  return `${service.uiUrl}/namespaces/${service.namespace}/workflows/${encodeURIComponent(`slipway/${cluster}`)}`;
}
