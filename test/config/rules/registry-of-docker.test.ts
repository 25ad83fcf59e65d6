import { registryOfDocker } from '../../../src/config/rules/registry-of-docker';
import { describeRule } from './describe-rule';

const mirrors = (name: string, ...list: object[]) => ({ runtime: { name }, registry: { mirrors: list } });
const hub = { host: 'docker.io', endpoints: ['https://mirror.example.com'] };
const kubernetes = { host: 'registry.k8s.io', endpoints: ['http://10.0.0.1:5000'] };
const itself = { host: '10.0.0.1:5000', endpoints: ['http://10.0.0.1:5000/'] };
const credentials = { username: 'ci', password: { file: '/etc/slipway/registry' } };

describeRule('registryOfDocker', registryOfDocker, {
  good: {
    'a mirror of Docker Hub': mirrors('docker', hub),
    'a registry that only says how it is spoken to': mirrors('mirantis', itself),
    'any mirror beside containerd': mirrors('containerd', kubernetes, { ...hub, credentials }),
  },
  bad: {
    'a mirror of another registry': [
      mirrors('docker', hub, kubernetes),
      'spec.registry.mirrors[1].host: Docker mirrors Docker Hub and no other registry, so not registry.k8s.io',
    ],
    'a mirror that asks who it is': [
      mirrors('mirantis', { ...hub, credentials }),
      'spec.registry.mirrors[0].credentials: Mirantis Container Runtime sends a mirror no credentials',
    ],
  },
});
