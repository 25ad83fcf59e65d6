import { kubernetesVersion } from '../../../src/config/rules/kubernetes-version';
import type { Spec } from '../cluster-file';
import { describeRule } from './describe-rule';

const version = (value: string) => ({ kubernetes: { version: value } });

const refused = (value: string, why: string): [Spec, string] => [
  version(value),
  `spec.kubernetes.version: Kubernetes ${value} cannot be installed: ${why}`,
];

describeRule('kubernetesVersion', kubernetesVersion, {
  good: {
    'the oldest minor': version('v1.17.4'),
    'the newest minor': version('v1.36.3'),
    'a release beside refused ones': version('v1.21.2'),
  },
  bad: {
    'a minor that is too old': refused('v1.16.15', 'it is older than v1.17'),
    'a minor that is too new': refused('v1.37.0', 'its kubeadm is newer than what this Slipway knows, v1.36'),
    'a release whose kubeadm asks for images that are not there': refused(
      'v1.21.1',
      'its kubeadm looks for CoreDNS where only one registry keeps it; v1.21.2 does not',
    ),
  },
});
