import { smuggledSecrets } from '../../../src/config/rules/smuggled-secrets';
import { describeRule } from './describe-rule';

const SAID = 'an override must not carry a secret, since the file is stored with every run';

describeRule('smuggledSecrets', smuggledSecrets, {
  good: {
    'ordinary settings': {
      kubelet: { configuration: { maxPods: 200, tlsPrivateKeyFile: '/var/lib/kubelet/key.pem' } },
      kubeadm: { clusterConfiguration: { apiServer: { certSANs: ['api.example.com'] } } },
    },
  },
  bad: {
    'a bootstrap token under any name': [
      { kubeadm: { initConfiguration: { x: ['abcdef.0123456789abcdef'] } } },
      `spec.kubeadm.initConfiguration.x[0]: ${SAID}`,
    ],
    'a private key': [
      { kubelet: { configuration: { x: '-----BEGIN EC PRIVATE KEY-----\nMHc' } } },
      `spec.kubelet.configuration.x: ${SAID}`,
    ],
    'a password by its name': [
      { runtime: { config: { plugins: { cri: { registry: { auth: { password: 'hunter2' } } } } } } },
      `spec.runtime.config.plugins.cri.registry.auth.password: ${SAID}`,
    ],
    'a password in a URL': [
      { kubeProxy: { configuration: { x: 'https://user:hunter2@example.com' } } },
      `spec.kubeProxy.configuration.x: ${SAID}`,
    ],
  },
});
