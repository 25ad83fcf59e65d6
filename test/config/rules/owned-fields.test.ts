import { ownedFields } from '../../../src/config/rules/owned-fields';
import { describeRule } from './describe-rule';

const kubeadm = (configuration: string, fields: object) => ({ kubeadm: { [configuration]: fields } });

describeRule('ownedFields', ownedFields, {
  good: {
    'fields that are nobody’s': {
      kubeadm: {
        clusterConfiguration: {
          apiServer: { certSANs: ['api.example.com'] },
          etcd: { local: { imageTag: '3.6.16-0' } },
        },
      },
      kubelet: { configuration: { maxPods: 200, featureGates: { KubeletInUserNamespace: true } } },
      kubeProxy: { configuration: { conntrack: { maxPerCore: 0 } } },
      runtime: { config: { plugins: { 'io.containerd.grpc.v1.cri': { restrict_oom_score_adj: true } } } },
    },
  },
  bad: {
    'the version': [
      kubeadm('clusterConfiguration', { kubernetesVersion: 'v1.33.0' }),
      'spec.kubeadm.clusterConfiguration.kubernetesVersion: kubernetesVersion is not an override',
    ],
    'the endpoint and the network': [
      kubeadm('clusterConfiguration', { networking: { podSubnet: '10.0.0.0/8' }, controlPlaneEndpoint: 'a:1' }),
      'spec.kubeadm.clusterConfiguration.controlPlaneEndpoint: controlPlaneEndpoint is not an override',
      'spec.kubeadm.clusterConfiguration.networking: networking is not an override',
    ],
    'the data directory of etcd': [
      kubeadm('clusterConfiguration', { etcd: { local: { dataDir: '/data' } } }),
      'spec.kubeadm.clusterConfiguration.etcd.local.dataDir: etcd.local.dataDir is not an override',
    ],
    'join material': [
      kubeadm('initConfiguration', { certificateKey: 'x', bootstrapTokens: [] }),
      'spec.kubeadm.initConfiguration.bootstrapTokens: bootstrapTokens is not an override',
      'spec.kubeadm.initConfiguration.certificateKey: certificateKey is not an override',
    ],
    'the name of a joining node, and discovery': [
      kubeadm('joinConfiguration', { nodeRegistration: { name: 'b' }, discovery: {} }),
      'spec.kubeadm.joinConfiguration.nodeRegistration.name: nodeRegistration.name is not an override',
      'spec.kubeadm.joinConfiguration.discovery: discovery is not an override',
    ],
    'the cgroup driver of the kubelet': [
      { kubelet: { configuration: { cgroupDriver: 'cgroupfs' } } },
      'spec.kubelet.configuration.cgroupDriver: cgroupDriver is not an override',
    ],
    'whether there is a kube-proxy': [
      { kubeadm: { clusterConfiguration: { proxy: { disabled: true } } } },
      'spec.kubeadm.clusterConfiguration.proxy.disabled: proxy.disabled is not an override',
    ],
    'the mode of kube-proxy': [
      { kubeProxy: { mode: 'ipvs', configuration: { mode: 'iptables' } } },
      'spec.kubeProxy.configuration.mode: mode is not an override',
    ],
    'the cgroup driver of Docker': [
      { runtime: { name: 'docker', config: { 'exec-opts': ['native.cgroupdriver=cgroupfs'] } } },
      'spec.runtime.config.exec-opts: exec-opts is not an override',
    ],
    'the cgroup driver of CRI-O': [
      { runtime: { name: 'cri-o', config: { crio: { runtime: { cgroup_manager: 'cgroupfs' } } } } },
      'spec.runtime.config.crio.runtime.cgroup_manager: crio.runtime.cgroup_manager is not an override',
    ],
    'the cgroup driver of containerd, under any plugin': [
      {
        runtime: {
          config: {
            plugins: {
              'io.containerd.cri.v1.runtime': {
                containerd: { runtimes: { runc: { options: { SystemdCgroup: false } } } },
              },
            },
          },
        },
      },
      'spec.runtime.config.plugins["io.containerd.cri.v1.runtime"].containerd.runtimes.runc.options.SystemdCgroup: plugins.*.containerd.runtimes.runc.options.SystemdCgroup is not an override',
    ],
  },
});
