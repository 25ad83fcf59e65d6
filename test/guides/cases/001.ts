import { nodesAreReady, systemPodsRun } from '../checks/cluster';
import { cgroupDriversAgree } from '../checks/containers';
import { ipvsIsRefused } from '../checks/ipvs';
import { kubernetesIsHeld, runtimeIsHeld } from '../checks/packages';
import { webApplicationAnswers } from '../checks/web-application';
import type { GuideCase } from '../guide-case';
import { NGINX_IS_AGNHOST, NO_SELINUX_NOR_FIREWALL, NO_TIME_SERVERS } from './lab-settings';

export const guide001: GuideCase = {
  id: '001',
  title: 'CentOS 7, one control plane and two workers: Kubernetes 1.17.4 by yum, Docker through dockershim, flannel',
  example: '001.yaml',
  lab: {
    controlPlanes: 1,
    workers: 2,
    kubernetesVersion: 'v1.17.4',
    family: 'centos-7',
    runtime: 'docker',
    packaged: ['kubernetes', 'runtime'],
  },
  inLab: NO_TIME_SERVERS,
  checks: [
    nodesAreReady,
    systemPodsRun,
    cgroupDriversAgree('systemd'),
    kubernetesIsHeld('rpm'),
    runtimeIsHeld('rpm', ['docker-ce', 'docker-ce-cli', 'containerd.io']),
    webApplicationAnswers(30_001),
    ipvsIsRefused,
  ],
  edges: [
    'The machines say that they are CentOS 7; `yum` is dnf, and the programs are Debian’s, Docker 20.10.24 among them.',
    'The kernel of container machines has no IP_VS, so kube-proxy runs with iptables here.',
    NO_SELINUX_NOR_FIREWALL,
    NGINX_IS_AGNHOST,
  ],
  corrections: [
    {
      guide: 'Its repository is neither signed nor reached by https (`gpgcheck=0`).',
      instead: 'packages whose signature is checked against the mirror’s key.',
    },
    {
      guide: 'It puts `KUBELET_CGROUP_ARGS` and `KUBE_PROXY_MODE` into /etc/sysconfig/kubelet, which nothing reads.',
      instead: 'the kubelet’s own configuration, and kube-proxy’s mode in that of kube-proxy.',
    },
    {
      guide: 'It asks yum for `ipvsadmin`, a package that there is not.',
      instead: 'ipvsadm.',
    },
    {
      guide:
        'It loads modules by a script under /etc/sysconfig/modules that only CentOS runs, one of them (`nf_conntrack_ipv4`) gone from newer kernels.',
      instead: 'a file in /etc/modules-load.d, of modules that the kernel has.',
    },
    {
      guide: 'It turns the firewall off.',
      instead: 'the same on request; a firewall that stays has exactly the needed ports opened.',
    },
    {
      guide: 'It leaves Docker with its default cgroup driver, and means the kubelet to use systemd’s.',
      instead: 'one setting for both.',
    },
  ],
};
