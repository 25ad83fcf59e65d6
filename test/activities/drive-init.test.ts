import { catalog } from '../../src/catalog/catalog';
import { existsSync, readFileSync } from 'node:fs';
import type { KubeadmNode } from '../../src/activities/kubeadm-node';
import { driveInit } from '../../src/activities/drive-init';
import { parseEpoch } from '../../src/remote/join-material/epoch';
import { haCluster, nodeOf } from '../fakes/clusters';
import { afterInit, SimulatedNode } from '../fakes/simulated-kubeadm';

// Each test runs several hundred small processes.
jest.setTimeout(60_000);

const cluster = haCluster({ patience: { apiServerSeconds: 1 } });
let node: SimulatedNode;
let operations: { verb: string; inputDigest: string }[];

beforeEach(() => {
  node = new SimulatedNode();
  node.setNextApi(afterInit);
  node.addCommand('sleep', ':');
  operations = [];
});

afterEach(() => node.close());

function onNode(of = cluster): KubeadmNode {
  return {
    cluster: of,
    node: nodeOf(cluster, 'cp-1'),
    catalog,
    fence: { clusterUid: 'uid', epoch: 1, holder: 'default/slipway/demo/run-1' },
    session: node.asSession('cp-1'),
    signal: new AbortController().signal,
    report: () => {},
    openSession: () => Promise.reject(new Error('init looks at no other node')),
    operate: async ({ verb, inputDigest, script }) => {
      operations.push({ verb, inputDigest });
      const { exitCode, stdout, stderr } = await node.run(script);
      return { exitCode, tail: `${stdout}${stderr}` };
    },
  };
}

test('an untouched node is initialized once, and what it is told by is its live state', async () => {
  expect(await driveInit(onNode())).toEqual({
    move: 'init',
    clusterUid: '819083a7-fa63-4caa-9bda-5df9463435a9',
    caHash: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  expect(node.runs).toBe(1);
  expect(node.argumentsOf(1)).toContain('--skip-phases=show-join-command');
});

test('no kube-proxy is put into a cluster whose pod network replaces it, nor missed there', async () => {
  const without = haCluster({ cni: { name: 'none' }, kubeProxy: { mode: 'none' } });
  node.setNextApi(Object.fromEntries(Object.entries(afterInit).filter(([path]) => !path.endsWith('/kube-proxy'))));
  expect((await driveInit(onNode(without))).move).toBe('init');
  expect(node.argumentsOf(1)).toContain('--skip-phases=addon/kube-proxy,show-join-command');
  expect((await driveInit(onNode(without))).move).toBe('none');
});

test('no CoreDNS is missed in a cluster that has been told to do without', async () => {
  const without = haCluster({ kubeadm: { clusterConfiguration: { dns: { disabled: true } } } });
  node.setNextApi(Object.fromEntries(Object.entries(afterInit).filter(([path]) => !/dns/.test(path))));
  expect((await driveInit(onNode(without))).move).toBe('init');
  expect(node.argumentsOf(1)).toContain('--skip-phases=addon/coredns,show-join-command');
  expect((await driveInit(onNode(without))).move).toBe('none');
});

test('init issues the first epoch of join material, which only root can read', async () => {
  await driveInit(onNode());
  const epoch = parseEpoch(readFileSync(node.path('run', 'join', 'epoch-1'), 'utf8'));
  expect(epoch?.epoch).toBe(1);
  expect(node.configOf(1)).toContain(epoch?.token);
  expect(node.configOf(1)).toContain(epoch?.certificateKey);
  expect(node.argumentsOf(1)).not.toContain(epoch?.token);
});

test('what the API server does not answer after is not taken for missing: kubeadm is not run again', async () => {
  const silent = '/deployments/coredns';
  node.setNextApi({ ...afterInit, [silent]: { code: 504 } });
  const path = `/apis/apps/v1/namespaces/kube-system${silent}`;
  await expect(driveInit(onNode())).rejects.toMatchObject({
    type: 'ApiServerUnavailable',
    message: expect.stringContaining(path),
  });
  await expect(driveInit(onNode())).rejects.toMatchObject({ type: 'ApiServerUnavailable' });
  node.setApi(afterInit);
  expect((await driveInit(onNode())).move).toBe('none');
  expect(node.runs).toBe(1);
});

test('a node that is initialized is not touched', async () => {
  await driveInit(onNode());
  expect(await driveInit(onNode())).toMatchObject({ move: 'none' });
  expect(node.runs).toBe(1);
});

test('an exit code of 0 proves nothing: what is still missing is run again, without what is done', async () => {
  const { '/daemonsets/kube-proxy': _, ...without } = afterInit;
  node.setNextApi(without);
  node.hook('after', 2, `cp "$LOCAL_NODE/api/+deployments+coredns" "$LOCAL_NODE/api/+daemonsets+kube-proxy"`);
  expect(await driveInit(onNode())).toMatchObject({ move: 'init' });
  expect(node.runs).toBe(2);
  expect(node.argumentsOf(2)).toContain('--skip-phases=preflight,certs,kubeconfig,etcd,control-plane');
});

test('a run that fails says why, and the next attempt goes on from what it left', async () => {
  node.setNextApi({});
  node.hook('after', 1, 'echo "error execution phase wait-control-plane: timed out" >&2; exit 1');
  await expect(driveInit(onNode())).rejects.toMatchObject({
    type: 'KubeadmFailed',
    message: expect.stringContaining('error execution phase wait-control-plane'),
  });
  node.setNextApi(afterInit);
  expect(await driveInit(onNode())).toMatchObject({ move: 'resume' });
  expect(node.argumentsOf(2)).toContain('--ignore-preflight-errors=FileAvailable--etc-kubernetes-manifests');
});

test('a control plane that is down for a moment is waited for, not initialized again', async () => {
  await driveInit(onNode());
  node.setApi({});
  node.addCommand('sleep', `cp -R "$LOCAL_NODE/next-api/." "$LOCAL_NODE/api/"`);
  expect(await driveInit(onNode())).toMatchObject({ move: 'none' });
  expect(node.runs).toBe(1);
});

test('half a pair is made again', async () => {
  node.put('/etc/kubernetes/pki/sa.key', '-----BEGIN KEY-----\n-----END KEY-----\n');
  node.hook('before', 1, `[ ! -e "$LOCAL_NODE/root/etc/kubernetes/pki/sa.key" ] || exit 9`);
  expect(await driveInit(onNode())).toMatchObject({ move: 'resume' });
});

test('every attempt asks for the same operation, so that one under way is never doubled', async () => {
  node.hook('after', 1, 'exit 1');
  await expect(driveInit(onNode())).rejects.toThrow('kubeadm init ended with 1');
  await driveInit(onNode());
  expect(operations[1] ?? operations[0]).toEqual(operations[0]);
  expect(operations[0]?.verb).toBe('kubeadm-init');
});

test('a node that changes between the look and the run is looked at again', async () => {
  const on = onNode();
  let isFirst = true;
  const racing: KubeadmNode = {
    ...on,
    operate: async (input) => {
      if (isFirst) node.put('/etc/kubernetes/pki/ca.srl', 'somebody else was here');
      isFirst = false;
      return on.operate(input);
    },
  };
  expect(await driveInit(racing)).toMatchObject({ move: 'init' });
  expect({ runs: node.runs, operations: operations.length }).toEqual({ runs: 1, operations: 2 });
});

test('a shared pair that lost a half beside live data is for a person', async () => {
  node.put('/etc/kubernetes/pki/ca.crt', '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n');
  node.put('/var/lib/etcd/member/wal', 'x');
  await expect(driveInit(onNode())).rejects.toMatchObject({ type: 'NodeStateRefused' });
  expect(existsSync(node.path('runs'))).toBe(false);
});
