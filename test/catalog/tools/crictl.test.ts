import { crictl } from '../../../src/catalog/tools/crictl';
import { artifactsWithSums } from '../../fakes/artifact-sums';
import { atVersion } from '../../fakes/at-version';
import { haCluster } from '../../fakes/clusters';

const share = (spec: object, version = 'v1.34.4') =>
  crictl.shareOf(atVersion(haCluster({ artifacts: artifactsWithSums, ...spec }), version));
const versionOf = (spec: object, version?: string) => share(spec, version)?.downloads[0]?.version;

describe('crictl', () => {
  // Source: addCommonChecks in cmd/kubeadm/app/preflight/checks.go of each minor.
  it.each([
    ['containerd', 'v1.29.6', '1.29.0'],
    ['containerd', 'v1.30.14', '1.30.0'],
    ['containerd', 'v1.31.0', undefined],
    ['docker', 'v1.29.6', '1.29.0'],
    ['docker', 'v1.23.17', undefined],
    ['cri-o', 'v1.34.4', '1.34.0'],
  ])('beside %s and Kubernetes %s is %s', (name, version, wanted) => {
    expect(versionOf({ runtime: { name } }, version)).toBe(wanted);
  });

  it('is the newest that is known where Kubernetes is newer', () => {
    expect(versionOf({ tools: { crictl: {} } }, 'v1.36.1')).toBe('1.34.0');
  });

  it('is the one that is asked for', () => {
    expect(versionOf({ tools: { crictl: { version: '1.33.1' } } })).toBe('1.33.1');
  });

  it('is told of the socket that the kubelet uses', () => {
    expect(share({ runtime: { name: 'docker' }, tools: { crictl: {} } })?.files[0]?.content).toContain(
      'runtime-endpoint: unix:///run/cri-dockerd.sock',
    );
  });
});
