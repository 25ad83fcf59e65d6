import { nodesAreReady, systemPodsRun } from '../checks/cluster';
import { crictlSeesPods, ctrSeesImages } from '../checks/containers';
import { keysAreNotShared, kubernetesIsHeld, runtimeIsHeld } from '../checks/packages';
import { forgetForwarding, forwardingWasMended } from '../checks/preparation';
import { webApplicationAnswers } from '../checks/web-application';
import type { GuideCase } from '../guide-case';
import { NGINX_IS_AGNHOST, OFFICIAL_IMAGES } from './lab-settings';

export const guide004: GuideCase = {
  id: '004',
  title: 'Ubuntu 20.04, one control plane and two workers: Kubernetes 1.28.2 and containerd by apt, flannel',
  example: '004.yaml',
  lab: {
    controlPlanes: 1,
    workers: 2,
    kubernetesVersion: 'v1.28.2',
    family: 'ubuntu-20.04',
    packaged: ['kubernetes', 'runtime'],
  },
  inLab: OFFICIAL_IMAGES,
  prepare: forgetForwarding,
  checks: [
    nodesAreReady,
    systemPodsRun,
    forwardingWasMended,
    kubernetesIsHeld('apt'),
    runtimeIsHeld('apt', ['containerd', 'runc']),
    keysAreNotShared,
    webApplicationAnswers(30_001),
    crictlSeesPods,
    ctrSeesImages,
  ],
  edges: [
    'The machines say that they are Ubuntu 20.04 and have its package client; their programs are Debian’s, containerd 1.6.20 among them.',
    'The packages are the lab’s own, of the binaries that it has built, in a signed repository of the same layout.',
    'The kernel is that of the host: br_netfilter is there from the start, and only its switches are off.',
    'crictl is the lab’s stand-in.',
    NGINX_IS_AGNHOST,
  ],
  corrections: [
    {
      guide: 'It adds the repository’s key with `apt-key`, which trusts it for every repository.',
      instead: 'a key file of its own, named by `signed-by` of that one repository.',
    },
    {
      guide:
        'It goes on to `kubeadm init` before br_netfilter and forwarding are set, and answers the refusal with `kubeadm reset`.',
      instead: 'both are set, for the next boot too, before kubeadm is run at all.',
    },
    {
      guide: 'It writes to /proc, so that the settings are gone after a boot.',
      instead: 'files in /etc/modules-load.d and /etc/sysctl.d.',
    },
    {
      guide: 'It takes flannel’s manifest from a branch, which is another one tomorrow.',
      instead: 'the manifest of a version, which the cluster file names.',
    },
    {
      guide: 'It leaves swap and containerd’s cgroup driver as they are.',
      instead: 'swap is off for good, and the runtime and the kubelet both use systemd’s.',
    },
  ],
};
