import { setTimeout as sleep } from 'node:timers/promises';
import type { ClusterFileOptions } from '../../../../lab';
import type { FaultBench } from '../bench/fault-bench';
import type { FaultCase } from '../case';

const KUBECTL = 'kubectl --kubeconfig /etc/kubernetes/admin.conf';
const TOKENS = 'get secrets --field-selector type=bootstrap.kubernetes.io/token -o name';
const ETCDCTL = `pki=/etc/kubernetes/pki/etcd
etcdctl() { "/proc/$(pidof etcd)/root/usr/local/bin/etcdctl" --cacert $pki/ca.crt --cert $pki/server.crt --key $pki/server.key --endpoints https://127.0.0.1:2379 "$@"; }`;

/** What is planted on the first control plane while all joins are held, with their material in hand. */
interface Plant {
  readonly title: string;
  readonly script: (bench: FaultBench) => Promise<string> | string;
  readonly spec?: ClusterFileOptions['spec'];
  /** How long the joins are held beyond it. */
  readonly holdMs?: number;
}

const addressOf = async ({ lab }: FaultBench, machine: string) =>
  (await lab.machines()).find(({ name }) => name === machine)?.address ?? '';

/** A Node that says that it is Ready, as kubeadm asks before it joins one of the same name. */
const plantNode = (name: string) => `
printf '{"apiVersion":"v1","kind":"Node","metadata":{"name":"${name}"}}' | ${KUBECTL} create -f -
${KUBECTL} patch node ${name} --subresource=status --type=merge \
  -p '{"status":{"conditions":[{"type":"Ready","status":"True","reason":"Planted"}]}}'`;

const PLANTS: Readonly<Record<string, Plant>> = {
  'token-gone': {
    title: 'the bootstrap tokens are deleted after they were handed out',
    script: () => `${KUBECTL} -n kube-system delete $(${KUBECTL} -n kube-system ${TOKENS})`,
  },
  'token-expired': {
    title: 'the bootstrap token expires after it was handed out',
    script: () => 'true',
    spec: { joinMaterial: { tokenTtlSeconds: 30 } },
    holdMs: 45_000,
  },
  'certificates-gone': {
    title: 'the uploaded certificates are deleted after their key was handed out',
    script: () => `${KUBECTL} -n kube-system delete secret kubeadm-certs`,
  },
  'certificates-of-another-key': {
    title: 'somebody uploads the certificates anew, under a key of his own',
    script: () => 'kubeadm init phase upload-certs --upload-certs --skip-certificate-key-print',
  },
  'learner-of-joiner': {
    title: 'etcd has a learner of the joining node that never started',
    script: async (bench) =>
      `${ETCDCTL}\netcdctl member add cp-2 --learner --peer-urls=https://${await addressOf(bench, 'cp-2')}:2380`,
  },
  'learner-of-stranger': {
    title: 'etcd has a learner of a machine that is no more',
    script: async (bench) =>
      `${ETCDCTL}\netcdctl member add gone --learner --peer-urls=https://${(await addressOf(bench, 'cp-2')).replace(/\d+$/, '99')}:2380`,
  },
  'nodes-ready': {
    title: 'Ready Nodes of the joining machines’ names stand in the API',
    script: () => `${plantNode('cp-2')}\n${plantNode('worker-1')}`,
  },
};

const plantedCases = Object.entries(PLANTS).map(([id, { title, script, spec, holdMs = 0 }]): FaultCase => ({
  id: `E1-${id}`,
  fault: 'E1',
  title,
  controlPlanes: 3,
  workers: 1,
  startState: 'initialized',
  async run(bench) {
    await bench.employ({ moment: 'held', activities: ['prepareControlPlaneJoin', 'joinWorker'] });
    const installing = bench.install(await bench.want(spec === undefined ? {} : { spec }));
    await Promise.race([bench.awaitHeld(3), installing]);
    await bench.onMachine('cp-1', await script(bench));
    await sleep(holdMs);
    const releasedAtMs = Date.now();
    bench.notebook.release();
    const { outcome } = await installing;
    if (outcome !== 'installed') throw new Error(`the install ended as ${outcome}`);
    return { points: [title], recoveriesMs: [joinedAfter(bench, releasedAtMs)] };
  },
}));

/** A control plane of three that has lost its disk, and a worker that has: their member and their Nodes still stand. */
const wipedNodes: FaultCase = {
  id: 'E1-members-and-nodes-of-wiped-machines',
  fault: 'E1',
  title: 'a control plane of three and a worker have lost their disks; their member and their Nodes stand',
  controlPlanes: 3,
  workers: 1,
  startState: 'fresh',
  async run(bench) {
    await bench.employ();
    const wanted = await bench.want();
    await bench.install(wanted);
    await Promise.all(['cp-3', 'worker-1'].map((machine) => bench.lab.rebuild(machine)));
    const wipedAtMs = Date.now();
    await bench.install(wanted);
    return {
      points: ['a voting member and a Node of a wiped control plane', 'the Node of a wiped worker'],
      recoveriesMs: [Date.now() - wipedAtMs],
    };
  },
};

export const staleJoinCases: readonly FaultCase[] = [...plantedCases, wipedNodes];

/** Until the last node has joined. */
function joinedAfter({ notebook }: FaultBench, sinceMs: number): number {
  const joins = notebook
    .read()
    .filter(({ what, activity }) => what === 'ended' && ['finishControlPlaneJoin', 'joinWorker'].includes(activity));
  return Math.max(...joins.map(({ atMs }) => atMs)) - sinceMs;
}
