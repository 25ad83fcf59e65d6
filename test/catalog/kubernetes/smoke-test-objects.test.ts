import { smokeTestNamespace, smokeTestObjects } from '../../../src/catalog/kubernetes/smoke-test-objects';
import { haCluster } from '../../fakes/clusters';

const SECURITY = 'spec.template.spec.securityContext';
const daemonSetOf = (version: string) =>
  smokeTestObjects(haCluster({ kubernetes: { version } }), smokeTestNamespace(1, 'a1b2c3')).find(
    ({ kind }) => kind === 'DaemonSet',
  );

test('a pod names its seccomp profile where the API has a field for it', () => {
  const rest = { runAsNonRoot: true, runAsUser: 65534 };
  const profiled = { ...rest, seccompProfile: { type: 'RuntimeDefault' } };
  expect(daemonSetOf('v1.34.4')).toHaveProperty(SECURITY, profiled);
  expect(daemonSetOf('v1.19.16')).toHaveProperty(SECURITY, profiled);
  expect(daemonSetOf('v1.18.20')).toHaveProperty(SECURITY, rest);
});

test('agnhost is asked for HTTP alone, which its releases of 2020 know as well; they refuse to do without UDP', () => {
  expect(daemonSetOf('v1.17.4')).toHaveProperty('spec.template.spec.containers.0.args', [
    'netexec',
    '--http-port=8080',
  ]);
});
