import { kubeadmFields } from '../../../src/config/rules/kubeadm-fields';
import { describeRule } from './describe-rule';

const kubeadm = (version: string, settings: object) => ({ kubernetes: { version }, kubeadm: settings });
const at = (path: string, version: string) =>
  `spec.kubeadm.${path}: the kubeadm of ${version} has no ${path.replace(/^\w+\./, '')}`;

const TWICE = ['https://a.example.com', 'https://b.example.com'].map((value) => ({
  name: 'service-account-issuer',
  value,
}));

describeRule('kubeadmFields', kubeadmFields, {
  good: {
    'a newest field with the newest API': kubeadm('v1.31.0', { clusterConfiguration: { proxy: { disabled: true } } }),
    'what every API can say': kubeadm('v1.17.4', {
      clusterConfiguration: {
        apiServer: { extraArgs: [{ name: 'v', value: '2' }] },
        etcd: { local: { imageTag: 'x' } },
      },
      initConfiguration: { timeouts: { controlPlaneComponentHealthCheck: '10m0s' } },
      joinConfiguration: { timeouts: { discovery: '10m0s' } },
    }),
    'a flag given twice, which the newest API can say': kubeadm('v1.31.0', {
      clusterConfiguration: { apiServer: { extraArgs: TWICE } },
    }),
    'patches where kubeadm reads them from a file': kubeadm('v1.22.0', {
      initConfiguration: { patches: { directory: '/etc/patches' } },
    }),
  },
  bad: {
    'a flag given twice': [
      kubeadm('v1.30.14', { clusterConfiguration: { apiServer: { extraArgs: TWICE } } }),
      'spec.kubeadm.clusterConfiguration.apiServer.extraArgs[1].name: the kubeadm of v1.30.14 gives the flag service-account-issuer once',
    ],
    'fields of v1beta4 before it': [
      kubeadm('v1.29.6', {
        clusterConfiguration: { proxy: { disabled: true }, etcd: { local: { extraEnvs: [] } } },
        initConfiguration: { timeouts: { discovery: '1m0s' } },
        joinConfiguration: { timeouts: { tlsBootstrap: '1m0s', discovery: '1m0s' } },
      }),
      at('clusterConfiguration.proxy', 'v1.29.6'),
      at('clusterConfiguration.etcd.local.extraEnvs', 'v1.29.6'),
      at('initConfiguration.timeouts.discovery', 'v1.29.6'),
      at('joinConfiguration.timeouts.tlsBootstrap', 'v1.29.6'),
    ],
    'fields of v1beta3 before it': [
      kubeadm('v1.21.14', { joinConfiguration: { patches: { directory: '/etc/patches' } } }),
      at('joinConfiguration.patches', 'v1.21.14'),
    ],
  },
});
