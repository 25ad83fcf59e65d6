import { formatStatus, formatUp } from '../../../lab/cli/output';
import type { LabStatus } from '../../../lab/lab';
import { labFiles } from '../../../lab/lab-state';
import { planMachines } from '../../../lab/machines/machine';
import { serviceUrls } from '../../../lab/services/services';

const machines = planMachines('blue', '10.89.70', { controlPlanes: 1, workers: 1 }).map((plan) => ({
  ...plan,
  hostKey: 'ssh-ed25519 AAAA',
}));
const state = {
  name: 'blue',
  kubernetesVersion: 'v1.34.4',
  controlPlanes: 1,
  workers: 1,
  network: '10.89.70',
  image: 'image:1',
  machines,
};
const status: LabStatus = {
  state,
  machines: machines.map((machine, index) =>
    index === 0 ? { ...machine, state: 'running', link: 'cut' } : { ...machine, state: 'off', link: undefined },
  ),
  services: { registry: true, mirror: false, proxy: false },
  urls: serviceUrls('10.89.70'),
  files: labFiles('blue'),
};

test('status tells of every machine and service how it is', () => {
  expect(formatStatus('blue', status).split('\n').slice(0, 5)).toEqual([
    'Lab blue: Kubernetes v1.34.4, network 10.89.70.0/24',
    '  cp-1      10.89.70.11   running  link cut  ops (passwordless-sudo)',
    '  worker-1  10.89.70.101  off                ops (password-sudo)',
    '  registry  http://10.89.70.1:5000  serving',
    '  mirror    http://10.89.70.1:8080  not running',
  ]);
});

test('status tells of a proxy where the machines are behind one', () => {
  const behind = { ...status, state: { ...state, proxy: true }, services: { ...status.services, proxy: true } };
  expect(formatStatus('blue', behind)).toContain('\n  proxy     http://10.89.70.1:3128  serving\n');
  expect(formatStatus('blue', status)).not.toContain('proxy');
});

test('status tells which machines have a kernel of their own', () => {
  const hardware = { cgroups: 'v2', hasSwap: false, hasFirewall: false } as const;
  const own = { ...status, machines: status.machines.map((machine) => ({ ...machine, virtual: hardware })) };
  expect(formatStatus('blue', own)).toContain('ops (passwordless-sudo), own kernel\n');
  expect(formatStatus('blue', status)).not.toContain('own kernel');
});

test('a lab that is not there is said not to be up', () => {
  expect(formatStatus('blue', undefined)).toBe('Lab blue: not up.');
});

test('an up that had nothing to do says so', () => {
  expect(formatUp({ state, booted: [], servicesStarted: 0 }, status, 420)).toBe(
    'Lab blue is up with 2 machines; nothing to do (0.4 s).',
  );
});

test('an up that did something shows the lab and how to remove it', () => {
  const said = formatUp({ state, booted: ['cp-1'], servicesStarted: 0 }, status, 12_300);
  expect(said).toContain('Up in 12.3 s. Remove it with: npm run lab -- down --name blue');
});
