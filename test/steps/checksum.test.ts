import { ChecksumMissing, findMissingInputs, kubernetesSteps, NO_WORKER_INPUTS } from '../../src/steps';
import { artifactsWithSums } from '../fakes/artifact-sums';
import { haCluster, nodeOf } from '../fakes/clusters';
import { debianFacts } from '../fakes/step-facts';

const missing = (spec = {}, inputs = NO_WORKER_INPUTS) => {
  const cluster = haCluster(spec);
  return findMissingInputs(
    { cluster, node: nodeOf(cluster, 'cp-1'), facts: debianFacts(nodeOf(cluster, 'cp-1')) },
    inputs,
  );
};

const kubeadm = 'https://dl.k8s.io/release/v1.34.4/bin/linux/amd64/kubeadm';

describe('findMissingInputs', () => {
  it('asks for the checksum of everything that the cluster file gives none for', () => {
    const { checksums } = missing({ artifacts: { ...artifactsWithSums, runc: {} } });
    expect(checksums).toEqual([
      {
        title: 'runc 1.2.3',
        url: 'https://github.com/opencontainers/runc/releases/download/v1.2.3/runc.amd64',
        sha256Url: 'https://github.com/opencontainers/runc/releases/download/v1.2.3/runc.sha256sum',
      },
    ]);
    expect(missing().checksums).toHaveLength(6);
    expect(missing().checksums.map(({ url }) => url)).toContain(kubeadm);
  });

  it('asks for nothing twice', () => {
    const found = Object.fromEntries(missing().checksums.map(({ url }) => [url, '0'.repeat(64)]));
    expect(missing({}, { ...NO_WORKER_INPUTS, checksums: found })).toEqual({
      checksums: [],
      files: [],
      keys: [],
      secrets: [],
    });
  });

  it('asks for the CA of each mirror once', () => {
    const mirror = (host: string) => ({ host, endpoints: ['https://10.0.0.1'], caFile: '/etc/ssl/mirror.pem' });
    const registry = { mirrors: [mirror('docker.io'), mirror('quay.io')] };
    expect(missing({ registry }).files).toEqual(['/etc/ssl/mirror.pem']);
    expect(missing({ registry }, { ...NO_WORKER_INPUTS, files: { '/etc/ssl/mirror.pem': 'PEM' } }).files).toEqual([]);
  });

  it('asks for the password of each mirror once, by its reference', () => {
    const mirror = (host: string, password: object) => ({
      host,
      endpoints: ['https://10.0.0.1'],
      credentials: { username: 'ci', password },
    });
    const file = { file: '/etc/slipway/registry' };
    const registry = {
      mirrors: [mirror('docker.io', file), mirror('quay.io', file), mirror('ghcr.io', { env: 'GHCR' })],
    };
    expect(missing({ registry }).secrets).toEqual([file, { env: 'GHCR' }]);
    const secrets = { '/etc/slipway/registry': 'p', $GHCR: 'q' };
    expect(missing({ registry }, { ...NO_WORKER_INPUTS, secrets }).secrets).toEqual([]);
  });

  it('says which checksum has to be in the file where the publisher keeps none', () => {
    const { buildkit: _, ...artifacts } = artifactsWithSums;
    const arm = { sha256: { arm64: 'a'.repeat(64) } };
    expect(() => missing({ artifacts: { ...artifacts, buildkit: arm }, tools: { buildkit: {} } })).toThrow(
      'buildkit-v0.25.2.linux-amd64.tar.gz) is known; set spec.artifacts.buildkit.sha256.amd64',
    );
  });

  it('takes no checksum that travelled unencrypted', () => {
    const plain = {
      ...artifactsWithSums,
      kubernetes: { baseUrl: 'http://10.0.0.1/release', sha256: { arm64: artifactsWithSums.kubernetes.sha256.amd64 } },
    };
    expect(() => missing({ artifacts: plain })).toThrow(
      'no checksum of kubeadm v1.34.4 (http://10.0.0.1/release/v1.34.4/bin/linux/amd64/kubeadm) is known; ' +
        'set spec.artifacts.kubernetes.sha256.amd64.kubeadm',
    );
  });
});

describe('steps that download', () => {
  const cluster = haCluster();
  const node = nodeOf(cluster, 'cp-1');

  it('say which checksum they miss', () => {
    expect(() => kubernetesSteps(cluster, node, debianFacts(node))).toThrow(ChecksumMissing);
    expect(() => kubernetesSteps(cluster, node, debianFacts(node))).toThrow(`fetch ${kubeadm}.sha256, or set`);
  });

  it('take the checksum of the cluster file before a publisher’s', () => {
    const pinned = haCluster({ artifacts: artifactsWithSums });
    const inputs = { ...NO_WORKER_INPUTS, checksums: { [kubeadm]: '1'.repeat(64) } };
    const [step] = kubernetesSteps(pinned, node, debianFacts(node), inputs);
    expect(step?.resources[0]).toMatchObject({ kind: 'artifact', sha256: 'a'.repeat(64) });
  });

  it('refuse an architecture that nothing is published for', () => {
    expect(() => kubernetesSteps(cluster, node, { ...debianFacts(node), architecture: 'unknown' })).toThrow(
      'neither amd64 nor arm64',
    );
  });
});
