import { setTimeout as sleep } from 'node:timers/promises';
import type { RunStatus } from '../../../../src';
import { pollUntil } from '../../../e2e/support/bench';
import type { FaultBench, Wanted } from '../bench/fault-bench';
import { runToItsEnd } from '../bench/run-to-its-end';
import { type Tampering, TamperingMirror } from '../bench/tampering-mirror';
import type { FaultCase } from '../case';

const MIRROR_PORT = 8080;
const TAMPERED_PORT = 8090;
const TIMEOUT_MS = 5 * 60_000;
const AWAY_MS = 60_000;

const tampered = tamperedCase(
  'tampered',
  'kubeadm is corrupt, kubelet is cut short, kubectl is missing, containerd is slow, runc’s server is down',
  {
    '/kubeadm': ['corrupt', 'corrupt', 'corrupt', 'corrupt'],
    '/kubelet': ['short', 'short'],
    '/kubectl': ['missing', 'missing'],
    '/containerd-': ['slow'],
    'linux-amd64.tar.gz': ['slow', 'slow'],
    '/runc.amd64': ['error', 'error'],
  },
);

/** Whatever ran it would say that it cannot be executed, and not that its checksum is another. */
const wrongArchitecture = tamperedCase(
  'wrong-architecture',
  'kubeadm is one for arm64, of the same size: its checksum refuses it, and nothing of it is on a node',
  { '/kubeadm': ['foreign', 'foreign', 'foreign', 'foreign'] },
);

/** An install from a mirror that tampers with these answers. */
function tamperedCase(id: string, title: string, plan: Readonly<Record<string, readonly Tampering[]>>): FaultCase {
  return {
    id: `A1-${id}`,
    fault: 'A1',
    title,
    controlPlanes: 1,
    workers: 1,
    startState: 'fresh',
    async run(bench) {
      const { urls } = (await bench.lab.status()) ?? {};
      const { hostname } = new URL(urls?.mirrorUrl ?? '');
      const mirror = new TamperingMirror(urls?.mirrorUrl ?? '', plan);
      await mirror.listen(hostname, TAMPERED_PORT);
      try {
        await bench.employ();
        const wanted = await bench.want({}, (text) => text.replaceAll(`:${MIRROR_PORT}/`, `:${TAMPERED_PORT}/`));
        await installThroughRefusals(bench, wanted);
        return { points: mirror.done, recoveriesMs: [] };
      } finally {
        mirror.close();
      }
    },
  };
}

/** Retries each branch that parks for a checksum, once it is sure that nothing of the artifact is on the node. */
async function installThroughRefusals(bench: FaultBench, wanted: Wanted): Promise<void> {
  const { slipway } = bench.temporal;
  const name = wanted.cluster.metadata.name;
  await slipway.install(wanted);
  const isRefused = ({ cause }: RunStatus['parked'][number]) => /sha256|checksum/i.test(cause);
  const ended = runToItsEnd(slipway, name, { allows: ({ parked }) => parked.every(isRefused), timeoutMs: 15 * 60_000 });
  let refusals = 0;
  const over = new AbortController();
  ended.finally(() => over.abort()).catch(() => undefined);
  while (!over.signal.aborted) {
    const { parked } = await slipway.status(name).catch(() => ({ parked: [] as RunStatus['parked'] }));
    for (const { node } of parked.filter(isRefused)) {
      await bench.onMachine(node, '! [ -e /usr/local/bin/kubeadm ] && ! [ -e /usr/bin/kubeadm ]');
      await slipway.retry(name, { node, who: 'test' });
      refusals += 1;
    }
    await Promise.race([ended.catch(() => undefined), sleep(1_000)]);
  }
  await ended;
  if (refusals === 0) throw new Error('no corrupt artifact was refused');
}

const registryAway: FaultCase = {
  id: 'A1-registry-away',
  fault: 'A1',
  title: 'the registry is down for a minute while images are pulled',
  controlPlanes: 1,
  workers: 1,
  startState: 'fresh',
  async run(bench) {
    await bench.employ();
    const machines = ['cp-1', 'worker-1'];
    const rule = 'OUTPUT -p tcp --dport 5000 -j REJECT --reject-with tcp-reset';
    await Promise.all(machines.map((machine) => bench.onMachine(machine, `iptables -I ${rule}`)));
    const wanted = await bench.want();
    const installing = bench.install(wanted);
    installing.catch(() => undefined);
    await pollUntil(
      'images are pulled',
      TIMEOUT_MS,
      () => bench.temporal.slipway.status(bench.clusterName),
      ({ phases }) => phases.some(({ name, state }) => name === 'images' && state === 'running'),
    );
    await sleep(AWAY_MS);
    const backAtMs = Date.now();
    await Promise.all(machines.map((machine) => bench.onMachine(machine, `iptables -D ${rule}`)));
    const { outcome } = await installing;
    if (outcome !== 'installed') throw new Error(`the install ended as ${outcome}`);
    const pulled = bench.notebook.read().filter(({ what, activity }) => what === 'ended' && activity === 'pullImages');
    return { points: machines, recoveriesMs: pulled.map(({ atMs }) => Math.max(0, atMs - backAtMs)) };
  },
};

export const badArtifactCases: readonly FaultCase[] = [tampered, wrongArchitecture, registryAway];
