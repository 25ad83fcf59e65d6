import { hardwareOf, parseVirtualMachine } from '../../../../lab/machines/vm/hardware';

test('a machine that is only named has cgroup v2, no swap and no firewall', () => {
  const [name, options] = parseVirtualMachine('worker-1');
  expect(name).toBe('worker-1');
  expect(hardwareOf(options)).toEqual({ cgroups: 'v2', hasSwap: false, hasFirewall: false });
});

test('words after a colon ask for more', () => {
  expect(parseVirtualMachine('cp-1:cgroup-v1,swap,firewalld')).toEqual([
    'cp-1',
    { cgroups: 'v1', hasSwap: true, hasFirewall: true },
  ]);
});

test.each(['cp-1:', 'cp-1:swap,zram'])('%s is refused with the words that there are', (text) => {
  expect(() => parseVirtualMachine(text)).toThrow(/is none of cgroup-v1, swap, firewalld/);
});
