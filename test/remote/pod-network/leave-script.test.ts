import { symlinkSync } from 'node:fs';
import { flannel } from '../../../src/catalog/cni/flannel';
import { leaveScript } from '../../../src/remote/pod-network/leave-script';
import { TracedMachine } from '../../fakes/traced-machine';

const request = { ...flannel.traces, podSubnets: ['10.244.0.0/16'], runtimes: [] };
const script = leaveScript(request, { clusterUid: 'uid-1', epoch: 1 });
const POD = '0::/kubepods.slice/kubepods-burstable.slice/cri-containerd-1.scope\n';

let machine: TracedMachine;
beforeEach(() => {
  machine = new TracedMachine();
  machine.command('systemctl', '');
  addProcess('1', 'net:[1]', '0::/init.scope\n');
  machine.write('/etc/cni/net.d/10-flannel.conflist', '{\n  "name": "cbr0",\n  "plugins": [{ "name": "x" }]\n}\n');
  machine.write('/etc/cni/net.d/87-podman-bridge.conflist', '{ "name": "podman" }\n');
  machine.write('/run/flannel/subnet.env');
  machine.write('/sys/class/net/cni0/ifindex');
  machine.write('/etc/kubernetes/pki/ca.crt');
  machine.write('/var/lib/kubelet/config.yaml');
  machine.write('/proc/mounts', `tmpfs ${machine.at('/var/lib/kubelet/pods/1/secret')} tmpfs rw 0 0\n`);
  machine.command('ip', `case "$*" in "link delete cni0") rm -r '${machine.at('/sys/class/net/cni0')}' ;; esac`);
});
afterEach(() => machine.close());

function addProcess(pid: string, network: string, cgroup: string): void {
  machine.write(`/proc/${pid}/cgroup`, cgroup);
  machine.write(`/proc/${pid}/ns/pid`);
  symlinkSync(network, machine.at(`/proc/${pid}/ns/net`));
}

/** In place of the shell's own: ends what the machine runs, and nothing else. */
function leave(kill = 'rm -rf -- "/proc/$pid"'): string[] {
  const ended = `kill() { signal=$2; shift 2; for pid; do echo "kill $signal $pid" >>'${machine.at('calls')}'; ${kill}; done; }`;
  const waits = 'sleep() { :; }';
  return machine
    .run(`${ended}\n${waits}\n(\n${script}\n)\necho "exit $?"`)
    .replaceAll(machine.root, '')
    .trim()
    .split('\n');
}

const signals = () => machine.calls.filter((call) => call.startsWith('kill'));
const kubelet = () => machine.calls.filter((call) => call.startsWith('systemctl'));

test('what the pod network has goes, and everything else of Kubernetes stays', () => {
  expect(leave()).toEqual([
    'removed /etc/cni/net.d/10-flannel.conflist',
    'removed /run/flannel',
    'removed interface cni0',
    'exit 0',
  ]);
  expect(machine.has('/etc/cni/net.d/87-podman-bridge.conflist')).toBe(true);
  expect(machine.has('/etc/kubernetes/pki/ca.crt')).toBe(true);
  expect(machine.has('/var/lib/kubelet/config.yaml')).toBe(true);
  expect(machine.calls.filter((call) => call.startsWith('umount'))).toEqual([]);
});

test('only pods that have a network of their own end, while the kubelet stands still', () => {
  addProcess('4242', 'net:[7]', POD);
  addProcess('4243', 'net:[1]', POD);
  addProcess('4244', 'net:[8]', '0::/system.slice/private.service\n');
  leave();
  expect(signals()).toEqual(['kill TERM 4242']);
  const order = machine.calls.filter((call) => /^(systemctl|kill|ip link)/.test(call));
  expect(order.slice(0, 3)).toEqual(['systemctl stop kubelet.service', 'kill TERM 4242', 'ip link delete cni0']);
  expect(kubelet().at(-1)).toBe('systemctl start kubelet.service');
});

test('a pod that does not end by itself is killed', () => {
  addProcess('4242', 'net:[7]', POD);
  leave('[ "$signal" = TERM ] || rm -rf -- "/proc/$pid"');
  expect(signals()).toEqual(['kill TERM 4242', 'kill KILL 4242']);
});

test('addresses that were given out are free again, and those of others are not', () => {
  const ours = ['/var/lib/cni/networks/cbr0/10.244.1.2', '/var/lib/cni/results/cbr0-1-eth0'];
  const theirs = ['/var/lib/cni/networks/podman/10.88.0.2', '/var/lib/cni/results/podman-1-eth0'];
  for (const path of [...ours, ...theirs]) machine.write(path);
  leave();
  expect(ours.filter((path) => machine.has(path))).toEqual([]);
  expect(theirs.filter((path) => machine.has(path))).toEqual(theirs);
});

test('addresses of pods on interfaces that stay go', () => {
  machine.command(
    'ip',
    `case "$*" in
  "-o address show to 10.244.0.0/16") echo '9: tunl0    inet 10.244.3.0/32 scope global tunl0' ;;
  "link delete cni0") rm -r '${machine.at('/sys/class/net/cni0')}' ;;
esac`,
  );
  leave();
  expect(machine.calls).toContain('ip address delete 10.244.3.0/32 dev tunl0');
});

test('what cannot be removed is told, and the kubelet runs again', () => {
  machine.command('ip', 'exit 1');
  expect(leave()).toEqual(expect.arrayContaining(['left interface cni0', 'exit 1']));
  expect(kubelet().at(-1)).toBe('systemctl start kubelet.service');
});

test('run again, it finds nothing to remove, and the kubelet runs', () => {
  expect(leave().at(-1)).toBe('exit 0');
  expect(leave()).toEqual(['exit 0']);
  expect(kubelet().at(-1)).toBe('systemctl start kubelet.service');
});
