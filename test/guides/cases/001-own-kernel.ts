import { nodesAreReady, systemPodsRun } from '../checks/cluster';
import { findUnprepared, ownKernelHolds } from '../checks/own-kernel';
import { webApplicationAnswers } from '../checks/web-application';
import type { GuideCase } from '../guide-case';
import { NGINX_IS_AGNHOST } from './lab-settings';

/** An emulated API server comes up in minutes. */
const SLOW = { patience: { apiServerSeconds: 1200 } };
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
  prepare: findUnprepared,
  checks: [nodesAreReady, systemPodsRun, webApplicationAnswers(30_001), ...ownKernelHolds],
  edges: [
    'The machines are Debian 12 with its kernel 6.1, in QEMU without hardware acceleration: some ten times slower than others.',
    'Kubernetes is 1.36.3, the newest, with containerd 2.1.4: the guide’s 1.17.4 runs on machines in containers.',
    NGINX_IS_AGNHOST,
  ],
  corrections: [],
};
