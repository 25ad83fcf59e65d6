import { nodesAreReady, systemPodsRun } from '../checks/cluster';
import { cgroupDriversAgree, crictlInfoAnswers, crictlSeesPods } from '../checks/containers';
import type { GuideCase } from '../guide-case';

const CONTAINERD_SOCKET = 'unix:///run/containerd/containerd.sock';

interface Row {
  readonly name: string;
  readonly what: string;
  readonly containerdVersion: string;
  readonly driver: 'systemd' | 'cgroupfs';
}

const ROWS: readonly Row[] = [
  { name: 'containerd-1.6', what: 'containerd 1.6 (config v2)', containerdVersion: '1.6.20', driver: 'systemd' },
  { name: 'containerd-1.7', what: 'containerd 1.7 (config v2)', containerdVersion: '1.7.28', driver: 'systemd' },
  { name: 'containerd-2.1', what: 'containerd 2.1 (config v3)', containerdVersion: '2.1.4', driver: 'systemd' },
  { name: 'cgroupfs', what: 'containerd 2.1 with cgroupfs', containerdVersion: '2.1.4', driver: 'cgroupfs' },
];

/** One row a runtime and a cgroup driver. */
export const guide003: readonly GuideCase[] = ROWS.map(({ name, what, containerdVersion, driver }) => ({
  id: `003-${name}`,
  title: `${what}, one control plane and a worker: the cgroup driver ${driver} of runtime and kubelet`,
  example: '003.yaml',
  lab: { controlPlanes: 1, workers: 1, containerdVersion, tools: ['crictl'] },
  inLab: { runtime: { cgroupDriver: driver } },
  checks: [
    nodesAreReady,
    systemPodsRun,
    crictlInfoAnswers(CONTAINERD_SOCKET),
    cgroupDriversAgree(driver),
    crictlSeesPods,
  ],
  edges: [
    'CRI-O, cri-dockerd and Mirantis Container Runtime cannot be had here: their files, units and sockets are shown by goldens.',
    'crictl is the lab’s stand-in.',
  ],
  corrections: [
    {
      guide:
        'It names the sockets of runtimes, and leaves it to the reader that kubelet, kubeadm and crictl are told the same one.',
      instead: 'one setting that all three follow.',
    },
  ],
}));
