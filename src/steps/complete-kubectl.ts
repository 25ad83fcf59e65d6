import { sh } from '../ssh/shell';
import { type BuildStep, osOf } from './step-input';

const FILE = '/etc/bash_completion.d/kubectl';

/** bash knows the arguments of this very kubectl. The package has the same name in every family. */
export const completeKubectl: BuildStep = (input) => {
  if (!input.cluster.spec.tools.kubectlCompletion) return undefined;
  return {
    name: 'complete-kubectl',
    title: 'Let bash complete the arguments of kubectl',
    resources: [
      {
        kind: 'package',
        manager: osOf(input).packageManager,
        name: 'bash-completion',
        disruption: 'none',
      },
      {
        kind: 'command',
        title: 'write the completion of kubectl',
        check: sh`command -v kubectl >/dev/null || { echo 'kubectl is not installed yet'; exit 1; }
kubectl completion bash 2>/dev/null | cmp -s - ${FILE} || { echo 'not what this kubectl completes'; exit 1; }`,
        apply: sh`kubectl completion bash | put_file ${FILE} 0644 root:root`,
        disruption: 'none',
      },
    ],
  };
};
