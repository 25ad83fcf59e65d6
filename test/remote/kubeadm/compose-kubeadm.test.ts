import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import {
  composeKubeadm,
  type KubeadmScript,
  STATE_CHANGED_EXIT,
  TOKEN_UNKNOWN_EXIT,
} from '../../../src/remote/kubeadm/compose-kubeadm';
import { observeKubernetes } from '../../../src/remote/kubeadm/observe-kubernetes';
import { KubernetesNode } from '../../fakes/kubernetes-node';

let node: KubernetesNode;

/** Remembers what it was called with and what its configuration and its mode were, then does what the test says. */
const kubeadm = (then: string) => `
echo "$*" >"$LOCAL_NODE/arguments"
while [ "$1" != --config ]; do shift; done
cat "$2" >"$LOCAL_NODE/config"
stat -c %a "$2" >"$LOCAL_NODE/mode"
${then}`;

beforeEach(() => {
  node = new KubernetesNode();
  node.addCommand('kubeadm', kubeadm('echo "[init] done"'));
});

afterEach(() => node.close());

async function run(changes: Partial<KubeadmScript> = {}) {
  const { digest } = await observeKubernetes(node, '192.0.2.1');
  const script = composeKubeadm({
    command: 'init',
    config: 'token: abcdef.0123456789abcdef\n',
    stateDigest: digest,
    skipPhases: ['show-join-command'],
    ignorePreflightErrors: [],
    repairs: [],
    ...changes,
  });
  return node.run(script);
}

const recorded = (name: string) => readFileSync(node.path(name), 'utf8').trim();
const leftConfigs = () => readdirSync(node.path('run', 'kubeadm'));

test('kubeadm gets its configuration from a file that root alone reads and that is gone afterwards', async () => {
  const { exitCode, stdout } = await run();
  expect({ exitCode, stdout }).toMatchObject({ exitCode: 0, stdout: '[init] done\n' });
  expect(recorded('config')).toBe('token: abcdef.0123456789abcdef');
  expect(recorded('mode')).toBe('600');
  expect(leftConfigs()).toEqual([]);
});

test('one phase is run alone, from the same kind of file', async () => {
  await run({ phase: 'control-plane apiserver' });
  expect(recorded('arguments')).toMatch(/^init phase control-plane apiserver --config \S+$/);
  expect(leftConfigs()).toEqual([]);
});

test('no secret stands in the arguments, and kubeadm is told to print none', async () => {
  await run();
  expect(recorded('arguments')).toMatch(
    /^init --config \S+ --upload-certs --skip-token-print --skip-certificate-key-print --skip-phases=show-join-command$/,
  );
});

test('a resumed run is told exactly what to skip and to excuse', async () => {
  await run({ command: 'join', skipPhases: ['check-etcd', 'etcd-join'], ignorePreflightErrors: ['Port-6443', 'X'] });
  expect(recorded('arguments')).toMatch(
    /^join --config \S+ --skip-phases=check-etcd,etcd-join --ignore-preflight-errors=Port-6443,X$/,
  );
});

test('a node that has changed since it was looked at is not touched', async () => {
  const { digest } = await observeKubernetes(node, '192.0.2.1');
  node.put('/etc/kubernetes/admin.conf', 'kind: Config\n');
  const { exitCode } = await run({ stateDigest: digest, repairs: ['/etc/kubernetes/admin.conf'] });
  expect(exitCode).toBe(STATE_CHANGED_EXIT);
  expect(existsSync(node.path('arguments'))).toBe(false);
  expect(existsSync(node.where('/etc/kubernetes/admin.conf'))).toBe(true);
});

test('repairs are deleted before kubeadm starts, and the output says so', async () => {
  node.put('/etc/kubernetes/pki/sa.key', 'half');
  node.addCommand('kubeadm', `[ ! -e ${node.where('/etc/kubernetes/pki/sa.key')} ]`);
  const { exitCode, stdout } = await run({ repairs: ['/etc/kubernetes/pki/sa.key'] });
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/deleting .*\/pki\/sa\.key, which an interrupted run left/);
});

test('with its manifest goes an etcd that a kubelet would leave running, before the kubelet looks again', async () => {
  const etcd = spawn('sleep', ['60']);
  const ended = new Promise((resolve) => etcd.once('exit', (_, signal) => resolve(signal)));
  node.addCommand('systemctl', 'echo "$*" >>"$LOCAL_NODE/systemctl"');
  node.addCommand('ss', `kill -0 ${etcd.pid} 2>/dev/null && echo 'LISTEN users:(("etcd",pid=${etcd.pid},fd=7))'`);
  await run({ repairs: ['/etc/kubernetes/manifests/etcd.yaml'] });
  expect(await ended).toBe('SIGTERM');
  expect(recorded('systemctl').split('\n').slice(-2)).toEqual(['stop kubelet', 'start kubelet']);
});

test('a kubelet that did not run is not started for a repair', async () => {
  node.addCommand('systemctl', 'echo "$*" >>"$LOCAL_NODE/systemctl"; [ "$1" != is-active ]');
  node.addCommand('ss', 'exit 0');
  const { exitCode } = await run({ repairs: ['/etc/kubernetes/manifests/etcd.yaml'] });
  expect(exitCode).toBe(0);
  expect(recorded('systemctl')).not.toContain('start');
});

test('objects are deleted before kubeadm starts, by the credential that kubeadm itself uses', async () => {
  node.addCommand('kubectl', 'echo "$*" >"$LOCAL_NODE/kubectl"');
  node.addCommand('kubeadm', '[ -e "$LOCAL_NODE/kubectl" ]');
  const { exitCode, stdout } = await run({ discards: ['deployment/coredns'] });
  expect({ exitCode, stdout }).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('deployment/coredns') });
  expect(recorded('kubectl')).toMatch(/admin\.conf -n kube-system delete deployment\/coredns --ignore-not-found$/);
});

test('what must stand before kubeadm starts does, for root alone', async () => {
  await run({ keep: [{ path: '/run/slipway/join/epoch-1', content: '1 abcdef' }] });
  expect(readFileSync(node.path('run', 'join', 'epoch-1'), 'utf8')).toBe('1 abcdef');
  expect(statSync(node.path('run', 'join', 'epoch-1')).mode & 0o777).toBe(0o600);
});

test('a failure keeps its exit code and brings the errors of the kubelet and of dead static pods', async () => {
  node.addCommand('kubeadm', kubeadm('echo "error execution phase wait-control-plane" >&2; exit 1'));
  node.put(
    '/var/log/pods/kube-system_etcd-cp-1_0123/etcd/0.log',
    '2026-11-21T11:00:00Z stderr F {"level":"fatal","msg":"no space left on device"}\n',
  );
  node.put(
    '../journal',
    `2026-11-21T11:00:00+0000 cp-1 kubelet[9]: E1121 11:00:00.1 pod.go:1] "Unhandled" token=abcdef.0123456789abcdef\n`,
  );
  const { exitCode, stdout } = await run();
  expect(exitCode).toBe(1);
  expect(stdout).toContain('no space left on device');
  expect(stdout).toContain('pod.go:1');
  expect(leftConfigs()).toEqual([]);
  const file = node.path('state', 'diagnostics', 'kubeadm-init.log');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readFileSync(file, 'utf8')).toContain('token=[token]');
});

describe('the join token', () => {
  const token = { endpoint: '192.0.2.1:8443', id: 'abcdef' };
  const clusterInfo = (id: string) => `echo '{"data":{"jws-kubeconfig-${id}":"signature"}}'`;

  test('is waited for until the cluster has signed for it', async () => {
    node.addCommand('sleep', ':');
    node.addCommand(
      'curl',
      `echo x >>"$LOCAL_NODE/asked"; if [ "$(wc -l <"$LOCAL_NODE/asked")" -gt 3 ]; then ${clusterInfo('abcdef')}; else ${clusterInfo('zzzzzz')}; fi`,
    );
    expect((await run({ command: 'join', token })).exitCode).toBe(0);
    expect(recorded('asked').split('\n').length).toBeGreaterThan(3);
  });

  test('that the cluster does not sign for is unknown there, and kubeadm is not started', async () => {
    node.addCommand('sleep', ':');
    node.addCommand('curl', clusterInfo('zzzzzz'));
    expect((await run({ command: 'join', token })).exitCode).toBe(TOKEN_UNKNOWN_EXIT);
    expect(existsSync(node.path('arguments'))).toBe(false);
  });

  test("is kubeadm's own matter where the endpoint tells strangers nothing", async () => {
    node.addCommand('curl', 'exit 22');
    expect((await run({ command: 'join', token })).exitCode).toBe(0);
  });
});

test('kubeadm finds no proxy, which it would write into the manifests of the control plane', async () => {
  node.addCommand('kubeadm', kubeadm('env >"$LOCAL_NODE/environment"'));
  const { digest } = await observeKubernetes(node, '192.0.2.1');
  const script = composeKubeadm({
    command: 'init',
    config: '',
    stateDigest: digest,
    skipPhases: [],
    ignorePreflightErrors: [],
    repairs: [],
  });
  await node.run(`export HTTPS_PROXY=http://proxy:3128 no_proxy=localhost OTHER=kept\n${script}`);
  expect(recorded('environment')).toContain('OTHER=kept');
  expect(recorded('environment')).not.toMatch(/proxy/i);
});
