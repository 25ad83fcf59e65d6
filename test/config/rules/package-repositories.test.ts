import { kubernetesRepository, packageRepositories } from '../../../src/config/rules/package-repositories';
import { describeRule } from './describe-rule';

const repositories = (...list: object[]) => ({ packages: { repositories: list } });
const keys = [{ file: '/etc/slipway/packages.asc' }];
const apt = { url: 'http://10.0.0.1/deb/', keys };
const rpm = { url: 'http://10.0.0.1/rpm/', keys };
const at = (rest: string) => `spec.packages.repositories[0].${rest}`;

describeRule('packageRepositories', packageRepositories, {
  good: {
    'a path without components': repositories({ name: 'tools', apt }),
    'a suite with components': repositories({ name: 'tools', apt: { ...apt, suite: 'stable', components: ['main'] } }),
    'both package clients': repositories({ name: 'tools', apt, rpm }, { name: 'others', rpm }),
    'a key that is fetched safely': repositories({
      name: 'tools',
      apt: { ...apt, keys: [{ url: 'https://a.b/key' }] },
    }),
    'a key that is known': repositories({
      name: 'tools',
      apt: { ...apt, keys: [{ url: 'http://a.b/key', sha256: 'a'.repeat(64) }] },
    }),
    'nothing signed, over https': repositories({ name: 'tools', rpm: { url: 'https://a.b/rpm/', verify: 'none' } }),
  },
  bad: {
    'two of one name': [
      repositories({ name: 'tools', apt }, { name: 'tools', rpm }),
      'spec.packages.repositories[1].name: there is a repository tools already',
    ],
    'one for nobody': [repositories({ name: 'tools' }), 'spec.packages.repositories[0]: the repository is nowhere'],
    'a suite without components': [
      repositories({ name: 'tools', apt: { ...apt, suite: 'stable' } }),
      at('apt.components: the suite stable has components'),
    ],
    'a path with components': [
      repositories({ name: 'tools', apt: { ...apt, components: ['main'] } }),
      at('apt.components: a path has no components'),
    ],
    'no key': [
      repositories({ name: 'tools', apt: { ...apt, keys: [] }, rpm: { ...rpm, keys: [] } }),
      at('apt.keys: nothing proves what comes from here'),
      at('rpm.keys: nothing proves what comes from here'),
    ],
    'a key from two places': [
      repositories({ name: 'tools', apt: { ...apt, keys: [{ ...keys[0], url: 'https://a.b/key' }] } }),
      at('apt.keys[0]: the key has no source, or two'),
    ],
    'a key that anybody could have changed': [
      repositories({ name: 'tools', rpm: { ...rpm, keys: [{ url: 'http://a.b/key' }] } }),
      at('rpm.keys[0].sha256: a key that came over plain http proves nothing'),
    ],
    'packages that anybody could have changed': [
      repositories({ name: 'tools', rpm: { url: 'http://a.b/rpm/', verify: 'none' } }),
      at('rpm.verify: what is not signed came over plain http'),
    ],
  },
});

const kubernetes = (version: string) => ({ kubernetes: { version, install: 'package' } });

describeRule('kubernetesRepository', kubernetesRepository, {
  good: {
    'a version that the preset has packages of': kubernetes('v1.28.2'),
    'an old version with a repository of one’s own': {
      ...kubernetes('v1.17.4'),
      ...repositories({ name: 'kubernetes', rpm }),
    },
    'an old version of the other preset': { ...kubernetes('v1.17.4'), preset: 'aliyun' },
  },
  bad: {
    'an old version': [
      kubernetes('v1.17.4'),
      'spec.kubernetes.install: the preset upstream knows no packages of Kubernetes v1.17',
    ],
  },
});
