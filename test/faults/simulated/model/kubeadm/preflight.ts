import { BOOTSTRAP_KUBECONFIG, COMPONENTS, ETCD_DATA, KUBELET_KUBECONFIG, manifestOf, otherHalfOf } from '../places';
import { KubeadmError, type KubeadmRun } from './run';

const PORTS: readonly (readonly [component: string, port: number])[] = [
  ['kube-apiserver', 6443],
  ['kube-controller-manager', 10257],
  ['kube-scheduler', 10259],
  ['etcd', 2379],
  ['etcd', 2380],
];

/** What init and every join of a control plane refuse to find. */
export async function checkControlPlane(run: KubeadmRun): Promise<void> {
  const { machine } = run.process;
  const isRunning = (component: string) => machine.kubelet.isActive && machine.disk.has(manifestOf(component));
  refuse(run, [
    ...[...COMPONENTS, 'etcd'].map((name) => fileCheck(run, manifestOf(name))),
    ...PORTS.map(([component, port]) => [`Port-${port}`, isRunning(component)] as const),
    ['DirAvailable--var-lib-etcd', machine.disk.has(ETCD_DATA)],
    ...(run.script.command === 'join' ? joinChecks(run) : []),
    ['Port-10250', machine.kubelet.isActive],
  ]);
}

/** What the join of a worker refuses to find. */
export async function checkWorker(run: KubeadmRun): Promise<void> {
  refuse(run, [...joinChecks(run), ['Port-10250', run.process.machine.kubelet.isActive]]);
}

type Check = readonly [id: string, fails: boolean];

function joinChecks(run: KubeadmRun): Check[] {
  return [KUBELET_KUBECONFIG, BOOTSTRAP_KUBECONFIG, otherHalfOf('ca')].map((path) => fileCheck(run, path));
}

function fileCheck({ process }: KubeadmRun, path: string): Check {
  return [`FileAvailable-${path.replaceAll('/', '-')}`, process.machine.disk.has(path)];
}

function refuse({ script }: KubeadmRun, checks: readonly Check[]): void {
  const errors = checks.flatMap(([id, fails]) => (fails && !script.ignorePreflightErrors.includes(id) ? [id] : []));
  if (errors.length === 0) return;
  throw new KubeadmError(
    `[preflight] Some fatal errors occurred:\n${errors.map((id) => `[ERROR ${id}]: is there`).join('\n')}`,
  );
}
