import { hardwareOf } from '../../../../lab/machines/vm/hardware';
import { renderSeed } from '../../../../lab/machines/vm/seed';
import { planMachines } from '../../../../lab/machines/machine';

const [machine] = planMachines('blue', '10.89.70', { controlPlanes: 0, workers: 1 });
if (machine === undefined) throw new Error('no machine');

test('a machine takes its name and its address in the lab’s network from its seed', () => {
  const files = renderSeed(machine, hardwareOf({}));
  expect(files['etc/hostname']).toBe('worker-1\n');
  expect(files['etc/hosts']).toContain('10.89.70.101\tworker-1');
  expect(files['etc/systemd/network/10-lab.network']).toContain('Address=10.89.70.101/24\nGateway=10.89.70.1\n');
});

test('swap and firewall are there from the first boot, where they are asked for', () => {
  const plain = renderSeed(machine, hardwareOf({}))['etc/lab/first-boot'];
  const full = renderSeed(machine, hardwareOf({ hasSwap: true, hasFirewall: true }))['etc/lab/first-boot'];
  expect(plain).toBe('chpasswd --encrypted < /etc/lab/passwords\n');
  expect(full).toContain('/swapfile none swap sw 0 0');
  expect(full).toContain('systemctl enable firewalld');
});
