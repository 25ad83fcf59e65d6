import { artifactSums } from '../../../src/config/rules/artifact-sums';
import { describeRule } from './describe-rule';

const SUM = { sha256: { arm64: 'a'.repeat(64) } };
const SAID = 'keeps no checksums, and the file gives none';

describeRule('artifactSums', artifactSums, {
  good: {
    'what nobody downloads': {},
    'a checksum in the file': {
      runtime: { name: 'docker' },
      artifacts: { criDockerd: SUM },
    },
    'a place where somebody keeps them': {
      tools: { buildkit: {} },
      artifacts: { buildkit: { sha256Url: 'https://mirror.example.com/SHA256SUMS' } },
    },
    'Docker that the kubelet speaks to itself': { kubernetes: { version: 'v1.23.17' }, runtime: { name: 'docker' } },
  },
  bad: {
    'cri-dockerd': [
      { runtime: { name: 'mirantis' } },
      `spec.artifacts.criDockerd.sha256: the publisher of criDockerd ${SAID}`,
    ],
    BuildKit: [{ tools: { buildkit: {} } }, `spec.artifacts.buildkit.sha256: the publisher of buildkit ${SAID}`],
  },
});
