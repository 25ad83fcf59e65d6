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
