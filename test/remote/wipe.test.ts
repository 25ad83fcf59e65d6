import { rmSync } from 'node:fs';
import { TracedMachine } from '../fakes/traced-machine';

let machine: TracedMachine;
beforeEach(() => {
  machine = new TracedMachine();
});
afterEach(() => machine.close());

test('a machine that Kubernetes was never on has no traces, and a wipe touches nothing', () => {
  machine.write('/etc/cni/net.d/87-podman-bridge.conflist');
  machine.write('/etc/kubernetes-unrelated');
  expect(machine.list()).toEqual([]);
  expect(machine.wipe()).toEqual(['exit 0']);
  expect(machine.calls.filter((call) => /restore|delete|umount|reset|stop/.test(call))).toEqual([]);
});

describe('a wipe that was cut off', () => {
  beforeEach(() => {
    machine.write('/etc/kubernetes/pki/ca.crt');
    machine.write('/var/lib/kubelet/config.yaml');
    const shell = "$(awk '/^PPid/ { print $2 }' /proc/$PPID/status)";
    machine.command('kubeadm', `rm -rf '${machine.at('/etc/kubernetes')}'; kill -9 ${shell}; sleep 1`);
    expect(() => machine.wipe()).toThrow();
    expect(machine.has('/etc/kubernetes')).toBe(false);
    machine.command('kubeadm', 'exit 1');
  });

  test('is told of with the one that ends it, as far as it came', () => {
    const said = machine.wipe();
    expect(said).toEqual(expect.arrayContaining(['removed /etc/kubernetes/pki', 'removed /var/lib/kubelet', 'exit 0']));
    expect(machine.wipe()).toEqual(['exit 0']);
    expect(machine.has('/var/lib/slipway/found-by-wipe')).toBe(false);
  });

  test('is told of also where nothing is left to do', () => {
    rmSync(machine.at('/var/lib/kubelet'), { recursive: true });
    expect(machine.wipe()).toEqual(
      expect.arrayContaining(['removed /etc/kubernetes/pki', 'removed /var/lib/kubelet', 'exit 0']),
    );
  });

  test('by an earlier run is not told of by a later one', () => {
    expect(machine.wipe({ clusterUid: 'uid-1', epoch: 2 })).not.toContain('removed /etc/kubernetes/pki');
  });
});
