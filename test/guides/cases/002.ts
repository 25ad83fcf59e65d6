import { calicoServes, calicoServesByOperator } from '../checks/calico';
import { nodesAreReady, systemPodsRun } from '../checks/cluster';
import { cgroupDriversAgree, crictlSeesPods } from '../checks/containers';
import { etcdTablesAreWell } from '../checks/etcd';
import { chronyRuns, containerdHasLimits, loginsHaveLimits, swapStaysOff, wantSwapAtBoot } from '../checks/machine';
import { kubernetesIsHeld } from '../checks/packages';
import { kernelIsTuned } from '../checks/sysctls';
import { buildkitAnswers, kubectlIsCompleted, mirrorIsInPlace } from '../checks/tools';
import { vipSurvives } from '../checks/virtual-ip';
import { webApplicationAnswers } from '../checks/web-application';
import type { GuideCase } from '../guide-case';
import {
  FEWER_OPEN_FILES,
  NGINX_IS_AGNHOST,
  NO_NERDCTL,
  NO_SELINUX_NOR_FIREWALL,
  NO_TIME_SERVERS,
  OPEN_FILES_IN_LAB,
  SWAP_GOES_OFF,
} from './lab-settings';

const MACHINES: GuideCase['lab'] = {
  controlPlanes: 3,
  workers: 2,
  kubernetesVersion: 'v1.29.6',
  family: 'rocky-9',
  packaged: ['kubernetes'],
  tools: ['crictl', 'buildkit'],
  cni: 'calico',
};

const checksWith = (calico: GuideCase['checks']): GuideCase['checks'] => [
  nodesAreReady,
  systemPodsRun,
  ...calico,
  etcdTablesAreWell,
  cgroupDriversAgree('systemd'),
  crictlSeesPods,
  kubernetesIsHeld('rpm'),
  swapStaysOff,
  chronyRuns,
  kernelIsTuned,
  containerdHasLimits,
  loginsHaveLimits(OPEN_FILES_IN_LAB),
  mirrorIsInPlace,
  buildkitAnswers,
  kubectlIsCompleted,
  webApplicationAnswers(30_001),
  ...vipSurvives,
];

const EDGES = [
  'The machines say that they are Rocky Linux 9.3 and have its package client; their programs are Debian’s.',
  'containerd 1.6.20 and runc 1.1.5 of Debian, in the layout of the publishers’ archives, take the place of 1.6.33 and 1.1.12.',
  'The kernel of container machines has no IP in IP, so Calico carries packets by VXLAN here, and BIRD does not run.',
  'Images of Calico are made of the sources of that release, on Debian, without BIRD and eBPF.',
  'nerdctl is not to be had without its publisher’s downloads; that it is installed is shown by the rendered steps alone.',
  'crictl is the lab’s stand-in.',
  NO_SELINUX_NOR_FIREWALL,
  'A machine in a container may not raise a limit above its host’s, so the file asks for fewer open files here; that no swap is in use is the host’s doing, that none comes back at the next boot is shown.',
  'Of the kernel’s parameters a container has those of its network alone to itself; others that the host keeps are told and passed over.',
  NGINX_IS_AGNHOST,
];

const SHARED = {
  inLab: { ...NO_TIME_SERVERS, ...NO_NERDCTL, ...SWAP_GOES_OFF, ...FEWER_OPEN_FILES },
  prepare: wantSwapAtBoot,
  checks: checksWith(calicoServes),
  edges: EDGES,
  corrections: [
    {
      guide: 'Its health check of keepalived can never fail over as it is meant to.',
      instead: 'a check of the local haproxy, which itself asks every API server, and a fail-over that is measured.',
    },
    {
      guide: 'Its list of sysctl settings has several keys twice, with different values.',
      instead: 'each key once; what a kernel does not know is told and passed over.',
    },
    {
      guide: 'It stops the firewall and disables SELinux.',
      instead: 'the same on request; a firewall that stays has exactly the needed ports opened.',
    },
    {
      guide: 'Its certificate key and token are pasted from one terminal into others, before they expire.',
      instead:
        'material that is issued when it is needed, sealed to the machine that joins, and issued anew when it has expired.',
    },
  ],
} satisfies Partial<GuideCase>;

export const guide002: GuideCase = {
  ...SHARED,
  id: '002',
  title:
    'Rocky Linux 9, three control planes behind a VIP and two workers: Kubernetes 1.29.6 by dnf, containerd, BuildKit, Calico',
  example: '002.yaml',
  lab: MACHINES,
};

export const guide002ExternalEtcd: GuideCase = {
  ...SHARED,
  id: '002-external-etcd',
  title: 'the same with etcd on three machines of its own',
  example: '002-external-etcd.yaml',
  lab: { ...MACHINES, etcdMembers: 3 },
};

export const guide002CalicoOperator: GuideCase = {
  ...SHARED,
  id: '002-calico-operator',
  title: 'the same with Calico by its operator',
  example: '002-calico-operator.yaml',
  lab: { ...MACHINES, cni: 'calico-operator' },
  checks: checksWith(calicoServesByOperator),
  edges: [
    ...EDGES,
    'The operator is 1.34.3 in place of 1.34.13; the table of what it installs, and what it lets the controllers list, are those of Calico 3.28.5.',
    'The registrar of Calico’s driver for volumes is the lab’s stand-in.',
  ],
};
