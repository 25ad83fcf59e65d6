import { runtimeInstall } from '../../../src/config/rules/runtime-install';
import { describeRule } from './describe-rule';

const runtime = (fields: object) => ({ runtime: fields });

describeRule('runtimeInstall', runtimeInstall, {
  good: {
    'the archive of containerd': runtime({ version: '2.0.0-rc.1' }),
    'a package in the words of its repository': runtime({ install: 'package', version: '1.7.24-0ubuntu1~22.04.1' }),
    'Docker from packages of one’s choice': runtime({
      name: 'docker',
      version: '5:28.3.3-1~debian.12~bookworm',
      packages: ['docker-ce', 'docker-ce-cli', 'containerd.io'],
    }),
  },
  bad: {
    'Docker from an archive': [
      runtime({ name: 'docker', install: 'archive' }),
      'spec.runtime.install: docker is installed from packages',
    ],
    'packages beside an archive': [
      runtime({ packages: ['containerd.io'] }),
      'spec.runtime.packages: an archive is installed, and no package',
    ],
    'an archive in the words of a package': [
      runtime({ version: '1.7.24-0ubuntu1~22.04.1' }),
      'spec.runtime.version: no archive is called 1.7.24-0ubuntu1~22.04.1',
    ],
  },
});
