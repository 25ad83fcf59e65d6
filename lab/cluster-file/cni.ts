import { CALICO_MANIFEST_SUMS } from '../artifacts/calico-artifacts';
import { PATHS } from '../artifacts/paths';
import type { PodNetwork } from '../software';
import { VERSIONS } from '../versions';

/** `spec.cni` for each pod network that the lab has images of. */
export const renderCni: Readonly<Record<PodNetwork, (mirrorUrl: string) => object>> = {
  flannel: () => ({
    name: 'flannel',
    version: VERSIONS.flannel,
    // The plugin of flannel's own release cannot be built from the module proxy; the lab has an older one.
    images: { cniPlugin: flannelImage('flannel-cni-plugin', VERSIONS.flannelCniPlugin) },
  }),
  calico: (mirrorUrl) => ({
    name: 'calico',
    version: VERSIONS.calico,
    // The kernel of machines that are containers has no IP in IP.
    backend: 'vxlan',
    manifest: calicoManifest('calico-typha.yaml', mirrorUrl),
  }),
  'calico-operator': (mirrorUrl) => ({
    name: 'calico-operator',
    version: VERSIONS.calico,
    backend: 'vxlan',
    manifest: calicoManifest('tigera-operator.yaml', mirrorUrl),
    images: { operator: `quay.io/tigera/operator:v${VERSIONS.calicoOperator}` },
  }),
  canal: (mirrorUrl) => ({
    name: 'canal',
    version: VERSIONS.calico,
    manifest: calicoManifest('canal.yaml', mirrorUrl),
    images: { flannel: flannelImage('flannel', VERSIONS.flannel) },
  }),
};

const flannelImage = (name: string, version: string) => `docker.io/flannel/${name}:v${version}`;

function calicoManifest(file: keyof typeof CALICO_MANIFEST_SUMS, mirrorUrl: string): object {
  return { url: `${mirrorUrl}/${PATHS.calicoManifest(file)}`, sha256: CALICO_MANIFEST_SUMS[file] };
}
