import { ownedLabels, taints } from '../../../src/config/rules/labels-and-taints';
import { describeRule } from './describe-rule';

const node = (settings: object) => ({ nodes: [{ name: 'a', address: '10.0.0.1', ...settings }] });
const taint = (key: string, effect = 'NoSchedule') => ({ key, effect });

describeRule('ownedLabels', ownedLabels, {
  good: {
    'labels of one’s own': node({ labels: { 'node-role.kubernetes.io/worker': '', 'example.com/disk': 'nvme' } }),
  },
  bad: {
    'a label of the kubelet': [
      node({ labels: { 'kubernetes.io/hostname': 'b' } }),
      'spec.nodes[0].labels["kubernetes.io/hostname"]: kubernetes.io/hostname is written by Kubernetes itself',
    ],
    'a label that kubeadm gave until 1.23': [
      node({ labels: { 'node-role.kubernetes.io/master': '' } }),
      'spec.nodes[0].labels["node-role.kubernetes.io/master"]: node-role.kubernetes.io/master is written by Kubernetes itself',
    ],
    'a label of kubeadm in a group': [
      { nodeGroups: { big: { labels: { 'node-role.kubernetes.io/control-plane': '' } } } },
      'spec.nodeGroups.big.labels["node-role.kubernetes.io/control-plane"]: node-role.kubernetes.io/control-plane is written by Kubernetes itself',
    ],
  },
});

describeRule('taints', taints, {
  good: {
    'one key with two effects': node({ taints: [taint('example.com/gpu'), taint('example.com/gpu', 'NoExecute')] }),
  },
  bad: {
    'a taint given twice': [
      node({ taints: [taint('example.com/gpu'), taint('example.com/gpu')] }),
      'spec.nodes[0].taints[1].key: example.com/gpu with NoSchedule is given twice',
    ],
    'a taint of the node controller': [
      node({ taints: [taint('node.kubernetes.io/not-ready')] }),
      'spec.nodes[0].taints[0].key: node.kubernetes.io/not-ready is set by the node controller',
    ],
  },
});
