import { createArguments } from '../../../lab/machines/container';
import { planMachines } from '../../../lab/machines/machine';

test('a machine is a privileged container with an address, a label and guards of its own', () => {
  const [machine] = planMachines('blue', '10.89.70', { controlPlanes: 1, workers: 0 });
  if (machine === undefined) throw new Error('no machine');
  const argv = createArguments(machine, { lab: 'blue', network: 'slipway-blue', image: 'image:1' });
  const after = (flag: string) => argv[argv.indexOf(flag) + 1];
  expect(after('--name')).toBe('slipway-blue-cp-1');
  expect(after('--ip')).toBe('10.89.70.11');
  expect(after('--mac-address')).toBe(machine.macAddress);
  expect(after('--label')).toBe('slipway.lab=blue');
  expect(after('--security-opt')).toMatch(/^seccomp=.*\/lab\/sources\/seccomp\.json$/);
  expect(argv.slice(-2)).toEqual(['image:1', '/usr/local/sbin/lab-init']);
});
