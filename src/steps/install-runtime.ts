import { sandboxImage } from '../catalog/kubernetes/images';
import { runtimeOf } from '../catalog/look-up';
import type { Resource } from '../resources/resource';
import { checkPackagedRuntime } from './check-packaged-runtime';
import { installationResources } from './installation';
import { heldPackages } from './packages';
import { type BuildStep, osOf, type StepInput } from './step-input';

/** The container runtime, running, with its low-level runtime and the CNI plugins. Throws ChecksumMissing. */
export const installRuntime: BuildStep = (input) => {
  const { cluster, inputs, catalog } = input;
  const { name, version = '' } = cluster.spec.runtime;
  const runtime = runtimeOf(cluster, catalog);
  const { files: workerFiles, secrets } = inputs;
  const runtimeInput = { cluster, sandboxImage: sandboxImage(cluster), workerFiles, secrets };
  return {
    name: 'install-runtime',
    title: `Install ${name} ${version}`.trimEnd(),
    resources: [
      ...listPackages(input),
      ...checkPackagedRuntime(input),
      ...installationResources(input, {
        downloads: runtime.downloads(cluster),
        files: runtime.files(runtimeInput),
        services: runtime.services(runtimeInput),
      }),
    ],
  };
};

/** All are held: an update in passing would restart the runtime under running pods. */
function listPackages(input: StepInput): Resource[] {
  const { install, version, packages } = input.cluster.spec.runtime;
  if (install !== 'package') return [];
  const os = osOf(input);
  const names = packages ?? runtimeOf(input.cluster, input.catalog).packages(os);
  if (names.length === 0) return [];
  return heldPackages(
    os,
    names.map((name, index) => ({
      name,
      ...(index === 0 && version !== undefined && { version }),
      disruption: 'service',
    })),
  );
}
