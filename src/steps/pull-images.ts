import { kubernetesImages, sandboxImage } from '../catalog/kubernetes/images';
import { cniOf, loadBalancerOf, runtimeOf } from '../catalog/look-up';
import { podImages } from '../catalog/pod-images';
import type { Resource } from '../resources/resource';
import type { BuildStep, StepInput } from './step-input';

/** Everything that the node will run at first, pulled before anything waits for it. */
export const pullImages: BuildStep = (input) => {
  const { client } = runtimeOf(input.cluster, input.catalog);
  const images = listImages(input);
  return {
    name: 'pull-images',
    title: `Pull ${images.length} images`,
    resources: images.map((reference): Resource => ({
      kind: 'image',
      reference,
      client,
      disruption: 'none',
    })),
  };
};

/** In the order in which they are needed. */
function listImages({ cluster, node, facts, inputs, catalog }: StepInput): string[] {
  const share = loadBalancerOf(cluster, catalog).shareOf({ cluster, node, interfaces: facts.interfaces });
  const cni = cniOf(cluster, catalog);
  return [
    ...new Set([
      sandboxImage(cluster),
      ...kubernetesImages(cluster, node),
      ...(share?.images ?? []),
      ...podImages(cni.manifest(cluster, inputs.cniObjects ?? [])),
      ...(cni.furtherImages?.(cluster) ?? []),
      cluster.spec.images.smokeTest,
    ]),
  ];
}
