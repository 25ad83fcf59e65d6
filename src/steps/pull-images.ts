import { kubernetesImages, sandboxImage } from '../catalog/kubernetes/images';
import { cniOf, runtimeOf } from '../catalog/look-up';
import type { Cluster, Node } from '../config/cluster';
import type { Resource } from '../resources/resource';
import type { BuildStep } from './step-input';

/** Everything that the node will run at first, pulled before anything waits for it. */
export const pullImages: BuildStep = ({ cluster, node }) => {
  const { imageClient } = runtimeOf(cluster);
  const images = listImages(cluster, node);
  return {
    name: 'pull-images',
    title: `Pull ${images.length} images`,
    resources: images.map((reference): Resource => ({
      kind: 'image',
      reference,
      client: imageClient,
      disruption: 'none',
    })),
  };
};

/** In the order in which they are needed. Images of a CNI manifest of one's own are not known. */
function listImages(cluster: Cluster, node: Node): string[] {
  const { cni, images } = cluster.spec;
  const cniImages = cni.manifest === undefined ? cniOf(cluster).images(cluster) : [];
  return [...new Set([sandboxImage(cluster), ...kubernetesImages(cluster, node), ...cniImages, images.smokeTest])];
}
