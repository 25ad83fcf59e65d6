import { tools } from '../../../src/config/rules/tools';
import { describeRule } from './describe-rule';

const asked = { nerdctl: {}, buildkit: {}, crictl: {}, kubectlCompletion: true };

describeRule('tools', tools, {
  good: {
    'every tool beside containerd': { tools: asked },
    'crictl beside Docker': { runtime: { name: 'docker' }, tools: { crictl: {}, kubectlCompletion: true } },
  },
  bad: {
    'tools of containerd beside CRI-O': [
      { runtime: { name: 'cri-o' }, tools: asked },
      'spec.tools.nerdctl: nerdctl works beside containerd, not cri-o',
      'spec.tools.buildkit: buildkit works beside containerd, not cri-o',
    ],
  },
});
