import { planMachines } from '../../../lab/machines/machine';
import { tapOf } from '../../../lab/network/bridge';

test('cables have names of their own that the kernel takes', () => {
  const networks = ['10.89.64', '10.89.254'];
  const taps = networks.flatMap((network) =>
    planMachines('blue', network, { controlPlanes: 89, workers: 150 }).map(({ address }) => tapOf(address)),
  );
  expect(new Set(taps).size).toBe(2 * 239);
  for (const tap of taps) expect(tap).toMatch(/^slip-\d+-\d+$/);
  expect(Math.max(...taps.map(({ length }) => length))).toBeLessThanOrEqual(15);
});
