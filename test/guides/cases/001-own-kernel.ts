import { nodesAreReady, systemPodsRun } from '../checks/cluster';
import { findUnprepared, ownKernelHolds } from '../checks/own-kernel';
import { webApplicationAnswers } from '../checks/web-application';
import type { GuideCase } from '../guide-case';
import { NGINX_IS_AGNHOST } from './lab-settings';
import { PATCHES_DIRECTORY, writeRareProbes } from './rare-probes';

/** Memory for time: emulated machines have enough of the one. */
const RARE_COLLECTIONS = { extraEnvs: [{ name: 'GOGC', value: '400' }] };
const NO_ELECTION = { ...RARE_COLLECTIONS, extraArgs: [{ name: 'leader-elect', value: 'false' }] };
const LITTLE_TO_DO = {
  ...RARE_COLLECTIONS,
  extraArgs: [
    { name: 'enable-priority-and-fairness', value: 'false' },
    { name: 'etcd-count-metric-poll-period', value: '0' },
    { name: 'etcd-db-metric-poll-interval', value: '0' },
    { name: 'etcd-healthcheck-timeout', value: '10s' },
  ],
};
/**
 * An emulated API server comes up in minutes, and answers in seconds: beyond the ten in which a leader that has no rival
 * has to say that it still is one, or is started anew, which makes everything slower still.
 */
const SLOW = {
  patience: { apiServerSeconds: 1200 },
  kubeadm: {
    clusterConfiguration: {
      apiServer: LITTLE_TO_DO,
      controllerManager: NO_ELECTION,
      scheduler: NO_ELECTION,
      etcd: { local: RARE_COLLECTIONS },
    },
    initConfiguration: {
      patches: { directory: PATCHES_DIRECTORY },
      timeouts: { kubernetesAPICall: '10m0s', etcdAPICall: '10m0s' },
    },
    joinConfiguration: { timeouts: { kubernetesAPICall: '10m0s', tlsBootstrap: '15m0s' } },
  },
};
const AS_IT_COMES = { hasSwap: true, hasFirewall: true };

export const guide001OwnKernel: GuideCase = {
  id: '001-own-kernel',
  title:
    'a control plane and a worker with kernels of their own: kube-proxy by ipvs, swap off for good, modules, firewalld kept, a clock put right',
  example: '001-own-kernel.yaml',
  lab: {
    kubernetesVersion: 'v1.36.3',
    containerdVersion: '2.1.4',
    controlPlanes: 1,
    workers: 1,
    virtualMachines: { 'cp-1': AS_IT_COMES, 'worker-1': AS_IT_COMES },
  },
  inLab: SLOW,
  installTimeoutMs: 45 * 60_000,
  async prepare(bench) {
    await findUnprepared(bench);
    await writeRareProbes(bench);
  },
  checks: [nodesAreReady, systemPodsRun, webApplicationAnswers(30_001), ...ownKernelHolds],
  edges: [
    'The machines are Debian 12 with its kernel 6.1, in QEMU without hardware acceleration: some ten times slower than others.',
    'Kubernetes is 1.36.3, the newest, with containerd 2.1.4: the guide’s 1.17.4 runs on machines in containers.',
    'Machines that are this slow want kubeadm to wait longer, static pods to be probed three times a minute and not every second, the one controller manager and scheduler to hold no election, and programs to collect garbage less often.',
    NGINX_IS_AGNHOST,
  ],
  corrections: [],
};
