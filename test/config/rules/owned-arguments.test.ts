import { ownedArguments } from '../../../src/config/rules/owned-arguments';
import { describeRule } from './describe-rule';

const apiServer = (extraArgs: unknown) => ({ kubeadm: { clusterConfiguration: { apiServer: { extraArgs } } } });
const kubelet = (name: string) => ({
  kubeadm: { joinConfiguration: { nodeRegistration: { kubeletExtraArgs: [{ name, value: 'x' }] } } },
});

describeRule('ownedArguments', ownedArguments, {
  good: { 'a flag that is nobody’s': apiServer([{ name: 'audit-log-maxage', value: '30' }]), 'no flags': {} },
  bad: {
    'a flag that a field of the file stands for': [
      apiServer([
        { name: 'audit-log-maxage', value: '30' },
        { name: 'service-cluster-ip-range', value: '10.0.0.0/16' },
      ]),
      'spec.kubeadm.clusterConfiguration.apiServer.extraArgs[1].name: the flag service-cluster-ip-range is not an override',
    ],
    'a flag of the kubelet': [
      kubelet('node-ip'),
      'spec.kubeadm.joinConfiguration.nodeRegistration.kubeletExtraArgs[0].name: the flag node-ip is not an override',
    ],
    'the older form of a mapping': [
      apiServer({ 'audit-log-maxage': '30' }),
      'spec.kubeadm.clusterConfiguration.apiServer.extraArgs: flags are a list, as in kubeadm.k8s.io/v1beta4, whatever the version',
    ],
    'a value that is no text': [
      apiServer([{ name: 'audit-log-maxage', value: 30 }]),
      'spec.kubeadm.clusterConfiguration.apiServer.extraArgs: flags are a list, as in kubeadm.k8s.io/v1beta4, whatever the version',
    ],
  },
});
