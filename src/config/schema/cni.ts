import { z } from 'zod';
import { catalogName } from './catalog-name';
import { rawObject } from './json';
import { httpUrl, imageReference, sha256, workerPath } from './locations';
import { componentVersion, integer, text } from './scalars';

const manifest = z.strictObject({
  url: httpUrl().optional().describe('Where the worker downloads the manifest.'),
  file: workerPath().optional().describe('File on the worker that holds the manifest.'),
  sha256: sha256().optional().describe('Checksum of the manifest. Required for a `url`.'),
});

export const cniSchema = (names: readonly string[]) =>
  z.strictObject({
    name: catalogName(names)
      .default('flannel')
      .describe(
        'Pod network: `flannel`, `calico` (by its manifest), `calico-operator`, `canal`, `cilium` (by a manifest of yours), `manifest` (any other one, by its manifest), or `none` when you install one yourself.',
      ),
    version: componentVersion()
      .optional()
      .describe(
        'Version of the pod network. By default the one that Slipway is tested with, or the newest known one for the version of Kubernetes.',
      ),
    backend: text('a backend name such as vxlan', /^[a-z][a-z0-9-]{0,30}$/, 31)
      .optional()
      .describe(
        'How packets travel between nodes, the default first. flannel: `vxlan` or `host-gw`. calico, calico-operator: `vxlan`, `ipip` or `bgp`. cilium, as its manifest has it: `vxlan`, `geneve` or `native`.',
      ),
    mtu: integer(576, 65_535)
      .optional()
      .describe('MTU of the pod network. By default found by the pod network itself.'),
    images: z
      .record(z.string(), imageReference(), { error: 'a mapping of names to image references' })
      .prefault({})
      .describe(
        'Images in place of those of the manifest. flannel: `flannel` and `cniPlugin`. calico: `node`, `cni`, `kubeControllers` and `typha`. canal: `node`, `cni`, `kubeControllers` and `flannel`. calico-operator: `operator`.',
      ),
    manifest: manifest
      .optional()
      .describe(
        'Manifest in place of the built-in or published one. Those of calico, calico-operator and canal are fitted to this file, others are applied as they are.',
      ),
    typhaReplicas: integer(0, 20)
      .optional()
      .describe(
        'Replicas of Typha between nodes and API server (calico). By default none up to 50 nodes, then one for every 200, and at least 3.',
      ),
    options: rawObject().describe('Settings of a pod network that comes from a catalog of your own.'),
  });
