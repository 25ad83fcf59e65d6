import type { Addon } from '../../../../../src/plan/facts';
import type { SimulatedCluster } from '../cluster';
import { ETCD_MANIFEST, KUBELET_CONFIG } from '../places';
import { makeCertificates, makeKubeconfigs, writeComponents } from './files';
import { checkControlPlane } from './preflight';
import { KubeadmError, type KubeadmRun, type Phase, waitFor } from './run';
import { readDurationMs, readText } from './config';

const HEALTH_CHECK_MS = 240_000;
const API_CALL_MS = 60_000;
const KUBECONFIGS = ['admin', 'super-admin', 'kubelet', 'controller-manager', 'scheduler'];

/** The phases of `kubeadm init` that leave something, in kubeadm's order. */
export const INIT: readonly Phase[] = [
  ['preflight', checkControlPlane],
  ['certs', makeCertificates],
  ['kubeconfig', (run) => makeKubeconfigs(run, KUBECONFIGS, (name) => (name === 'kubelet' ? 'local' : 'endpoint'))],
  ['etcd', ({ process }) => process.write(ETCD_MANIFEST, 'new')],
  ['control-plane', writeComponents],
  ['kubelet-start', startKubelet],
  ['wait-control-plane', waitControlPlane],
  ['upload-config', (run) => inApi(run, 'kubeadm-config', (api) => void (api.kubeadmConfig = run.script.config))],
  ['upload-certs', uploadCertificates],
  ['mark-control-plane', markControlPlane],
  ['bootstrap-token', makeToken],
  ['addon/coredns', (run) => makeAddon(run, 'coredns')],
  ['addon/kube-proxy', (run) => makeAddon(run, 'kube-proxy')],
];

async function startKubelet({ process }: KubeadmRun): Promise<void> {
  const { kubelet } = process.machine;
  kubelet.stop();
  await process.write(KUBELET_CONFIG, 'config');
  kubelet.start();
}

/** As join ends, too. */
export async function waitControlPlane(run: KubeadmRun): Promise<void> {
  const { machine } = run.process;
  await waitFor(
    run,
    HEALTH_CHECK_MS,
    'a control plane component is not healthy after 4m0s',
    () => machine.servedCluster !== undefined,
  );
}

/** Does something through the node's own API server, for as long as kubeadm tries that. */
export async function inApi(run: KubeadmRun, what: string, work: (api: SimulatedCluster) => void): Promise<void> {
  const { process } = run;
  await waitFor(run, API_CALL_MS, `could not write ${what}: connection refused`, () => isServed(run));
  process.mutate(what);
  await process.work(80, what);
  const api = process.machine.servedCluster;
  if (api === undefined) throw new KubeadmError(`could not write ${what}: connection refused`);
  work(api);
}

function isServed({ process }: KubeadmRun): boolean {
  return process.machine.servedCluster !== undefined;
}

function uploadCertificates(run: KubeadmRun): Promise<void> {
  return inApi(run, 'kubeadm-certs', (api) => api.uploadCertificates(readText(run.script.config, 'certificateKey')));
}

/** Fails where the node has not registered in time. */
export async function markControlPlane(run: KubeadmRun): Promise<void> {
  const { name } = run.process.machine;
  const find = () => run.process.machine.servedCluster?.nodes.get(name);
  await waitFor(run, API_CALL_MS, `nodes "${name}" not found`, () => find() !== undefined);
  await inApi(run, 'labels', (api) => {
    const node = api.nodes.get(name);
    if (node === undefined) throw new KubeadmError(`nodes "${name}" not found`);
    node.isControlPlane = true;
  });
}

function makeToken(run: KubeadmRun): Promise<void> {
  const { config } = run.script;
  const token = readText(config, 'token');
  return inApi(run, 'bootstrap-token', (api) => {
    const expiresAtMs = api.world.clock.now() + readDurationMs(config, 'ttl');
    const description = readText(config, 'description');
    api.tokens.set(token.slice(0, 6), { secret: token.slice(7), description, expiresAtMs });
  });
}

/** The workload first, and in the end what it does not work without. */
async function makeAddon(run: KubeadmRun, addon: Addon): Promise<void> {
  await inApi(run, addon, ({ addons, world }) => {
    if (addon === 'coredns' && world.isCorednsUnknown && addons.has(addon))
      throw new KubeadmError("start version '1.14.7' not supported");
    addons.set(addon, 'begun');
  });
  await inApi(run, `the end of ${addon}`, ({ addons }) => void addons.set(addon, 'whole'));
}
