import { planMachines } from '../../../lab/machines/machine';

const plan = (controlPlanes: number, workers: number) =>
  planMachines('default', '10.89.64', { controlPlanes, workers });

test('machines are numbered, with addresses that tell their role', () => {
  expect(plan(3, 2).map(({ name, address }) => `${name} ${address}`)).toEqual([
    'cp-1 10.89.64.11',
    'cp-2 10.89.64.12',
    'cp-3 10.89.64.13',
    'worker-1 10.89.64.101',
    'worker-2 10.89.64.102',
  ]);
});

test('a lab of five has every way in: root, sudo without and sudo with a password', () => {
  expect(plan(3, 2).map(({ user, access }) => `${user} ${access}`)).toEqual([
    'ops passwordless-sudo',
    'ops password-sudo',
    'root root',
    'ops password-sudo',
    'root root',
  ]);
});

test('a lab that grows keeps the machines it has', () => {
  const grown = plan(3, 5);
  for (const machine of plan(1, 2)) expect(grown).toContainEqual(machine);
});

test('names of containers and MAC addresses are unique, and MAC addresses locally administered', () => {
  const machines = plan(89, 150);
  expect(new Set(machines.map((machine) => machine.container)).size).toBe(239);
  expect(new Set(machines.map((machine) => machine.address)).size).toBe(239);
  expect(new Set(machines.map((machine) => machine.macAddress)).size).toBe(239);
  for (const { macAddress } of machines) expect(macAddress).toMatch(/^02(:[0-9a-f]{2}){5}$/);
});

test('members of an etcd of their own stand behind the workers, each on its machine', () => {
  const machines = planMachines('default', '10.89.64', { controlPlanes: 1, workers: 0, etcdMembers: 3 });
  expect(machines.map(({ name, role, address }) => `${name} ${role} ${address}`)).toEqual([
    'cp-1 control-plane 10.89.64.11',
    'etcd-1 etcd 10.89.64.251',
    'etcd-2 etcd 10.89.64.252',
    'etcd-3 etcd 10.89.64.253',
  ]);
});

test.each([
  [90, 0],
  [0, 151],
  [-1, 0],
  [1.5, 0],
])('%d control planes and %d workers do not fit a lab', (controlPlanes, workers) => {
  expect(() => plan(controlPlanes, workers)).toThrow(RangeError);
});

test('a machine that is asked for by name has a kernel of its own, and everything else as it would have had it', () => {
  const counts = { controlPlanes: 1, workers: 1 };
  const [cp, worker] = planMachines('blue', '10.89.70', {
    ...counts,
    virtualMachines: { 'worker-1': { hasSwap: true } },
  });
  const [plainCp, plainWorker] = planMachines('blue', '10.89.70', counts);
  expect(cp).toEqual(plainCp);
  expect(worker).toEqual({ ...plainWorker, virtual: { cgroups: 'v2', hasSwap: true, hasFirewall: false } });
});

test('a machine that there is not can have no kernel of its own', () => {
  const counts = { controlPlanes: 1, workers: 1, virtualMachines: { 'worker-2': {} } };
  expect(() => planMachines('blue', '10.89.70', counts)).toThrow('Lab blue has no machine worker-2');
});
