import { sandboxImage } from '../catalog/kubernetes/images';
import { runtimeOf } from '../catalog/look-up';
import type { Resource } from '../resources/resource';
import { downloadSource } from './artifacts';
import { architectureOf, checksumOf } from './checksum';
import { serviceResources } from './service';
import type { BuildStep } from './step-input';

/** The container runtime, running, with its low-level runtime and the CNI plugins. Throws ChecksumMissing. */
export const installRuntime: BuildStep = ({ cluster, facts, inputs, catalog }) => {
  const { name, version } = cluster.spec.runtime;
  const runtime = runtimeOf(cluster, catalog);
  const runtimeInput = { cluster, sandboxImage: sandboxImage(cluster), workerFiles: inputs.files };
  const downloads = runtime.downloads(cluster).map((download) => {
    const source = downloadSource(cluster, download, architectureOf(facts));
    return { download, source, sha256: checksumOf(source, inputs) };
  });
  const madeFrom = downloads.filter(({ download }) => download.disruption === 'service').map(({ sha256 }) => sha256);
  return {
    name: 'install-runtime',
    title: `Install ${name} ${version}`,
    resources: [
      ...downloads.map(({ download: { install, disruption }, source: { title, url }, sha256 }): Resource => ({
        kind: 'artifact',
        title,
        url,
        sha256,
        install,
        disruption,
      })),
      ...runtime.files(runtimeInput),
      ...serviceResources({ ...runtime.service(runtimeInput), madeFrom }),
    ],
  };
};
