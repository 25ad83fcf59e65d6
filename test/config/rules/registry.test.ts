import { registryMirrors } from '../../../src/config/rules/registry';
import { describeRule } from './describe-rule';

const mirrors = (...list: object[]) => ({ registry: { mirrors: list } });
const plain = { host: 'registry.k8s.io', endpoints: ['http://10.0.0.1:5000'] };
const secure = { host: 'ghcr.io', endpoints: ['https://mirror.example.com'] };

describeRule('registryMirrors', registryMirrors, {
  good: { 'one entry a registry': mirrors(plain, { ...secure, caFile: '/etc/ca.pem' }) },
  bad: {
    'two entries for one registry': [
      mirrors(plain, plain),
      'spec.registry.mirrors[1].host: registry.k8s.io has an entry already',
    ],
    'a CA that is not checked against': [
      mirrors({ ...secure, caFile: '/etc/ca.pem', skipVerify: true }),
      'spec.registry.mirrors[0].skipVerify: a CA is given and not to be checked against',
    ],
    'a CA without TLS': [
      mirrors({ ...plain, caFile: '/etc/ca.pem' }),
      'spec.registry.mirrors[0].caFile: no endpoint speaks TLS',
    ],
  },
});
