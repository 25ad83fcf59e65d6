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
    name: catalogName(names).default('flannel').describe('Pod network, or `none` when you install one yourself.'),
    version: componentVersion()
      .optional()
      .describe('Version of the pod network. By default the one that Slipway is tested with.'),
    backend: text('a backend name such as vxlan', /^[a-z][a-z0-9-]{0,30}$/, 31)
      .optional()
      .describe('How packets travel between nodes. flannel: `vxlan` (default) or `host-gw`.'),
    mtu: integer(576, 65_535)
      .optional()
      .describe('MTU of the pod network. By default found by the pod network itself.'),
    images: z
      .record(z.string(), imageReference(), { error: 'a mapping of names to image references' })
      .prefault({})
      .describe('Images in place of those of the built-in manifest. flannel: `flannel` and `cniPlugin`.'),
    manifest: manifest.optional().describe('Manifest to apply in place of the built-in one.'),
    options: rawObject().describe('Settings of a pod network that comes from a catalog of your own.'),
  });
