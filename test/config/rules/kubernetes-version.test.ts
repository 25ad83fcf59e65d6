import { kubernetesVersion } from '../../../src/config/rules/kubernetes-version';
import { describeRule } from './describe-rule';

const version = (value: string) => ({ kubernetes: { version: value } });

describeRule('kubernetesVersion', kubernetesVersion, {
  good: { 'the oldest minor': version('v1.31.0'), 'the newest minor': version('v1.36.1') },
  bad: {
    'a minor that is too old': [
      version('v1.30.14'),
      'spec.kubernetes.version: Kubernetes v1.30.14 cannot be installed',
    ],
    'a minor that is too new': [version('v1.37.0'), 'spec.kubernetes.version: Kubernetes v1.37.0 cannot be installed'],
  },
});
