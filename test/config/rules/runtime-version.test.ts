import { runtimeVersion } from '../../../src/config/rules/runtime-version';
import { describeRule } from './describe-rule';

const both = (kubernetes: string, name: string, version?: string) => ({
  kubernetes: { version: kubernetes },
  runtime: { name, ...(version !== undefined && { version }) },
});

describeRule('runtimeVersion', runtimeVersion, {
  good: {
    'CRI-O of the same minor': both('v1.30.4', 'cri-o', '1.30.5-1.1'),
    'a version that only the repository knows': both('v1.30.4', 'cri-o'),
    'a runtime of versions of its own': both('v1.17.4', 'docker', '5:19.03.15~3-0'),
  },
  bad: {
    'CRI-O of another minor': [
      both('v1.30.4', 'cri-o', '1.29.1'),
      'spec.runtime.version: CRI-O 1.29 is made for Kubernetes v1.29',
    ],
  },
});
