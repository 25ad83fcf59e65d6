import { renderPlan } from '../../src/cli/output/plan-text';
import { createStyle } from '../../src/cli/output/style';
import { describeGoldens } from '../fakes/goldens';
import { SYSTEMS } from '../fakes/step-facts';
import { listExamples, nameExample, readExample } from './examples';
import { type Machine, planExample } from './plan-example';

const swap = { active: ['/dev/dm-1'], persistent: true };
const DEBIAN: Machine = { os: SYSTEMS.debian };
const ROCKY: Machine = {
  os: SYSTEMS.rocky,
  selinux: 'enforcing',
  kernelRelease: '5.14.0-362.8.1.el9_3.x86_64',
  firewall: 'firewalld',
  swap,
};
const UBUNTU: Machine = {
  os: SYSTEMS.ubuntu,
  kernelRelease: '5.4.0-216-generic',
  systemdVersion: 245,
  cgroupVersion: 1,
};
const CENTOS: Machine = {
  os: SYSTEMS['centos-7'],
  kernelRelease: '3.10.0-1160.el7.x86_64',
  systemdVersion: 219,
  cgroupVersion: 1,
  selinux: 'enforcing',
  firewall: 'firewalld',
  swap,
};

/** What an example says that it is for; every other is for Debian as well as for any. */
const MACHINES: Readonly<Record<string, Machine>> = {
  'guides/001.yaml': CENTOS,
  'guides/001-own-kernel.yaml': { ...DEBIAN, firewall: 'firewalld', swap },
  'guides/002.yaml': ROCKY,
  'guides/002-calico-operator.yaml': ROCKY,
  'guides/002-external-etcd.yaml': ROCKY,
  'guides/003-mirantis.yaml': ROCKY,
  'guides/004.yaml': UBUNTU,
  'own-vms.yaml': UBUNTU,
};

const plain = createStyle(false);

/** What whoever runs `slipway plan` with an example on fresh machines is told. */
const describePlan = (file: string) =>
  `${renderPlan(planExample(readExample(file), MACHINES[file] ?? DEBIAN), plain).join('\n')}\n`;

describeGoldens(
  'plans',
  'txt',
  Object.fromEntries(listExamples().map((file) => [nameExample(file), () => describePlan(file)])),
);

test('every machine is that of an example', () => {
  expect(listExamples()).toEqual(expect.arrayContaining(Object.keys(MACHINES)));
});
