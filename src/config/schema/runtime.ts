import { z } from 'zod';
import { catalogName } from './catalog-name';
import { rawObject } from './json';
import { imageReference } from './locations';
import { componentVersion } from './scalars';

const versioned = (defaultVersion: string, meaning: string) =>
  z.strictObject({ version: componentVersion().default(defaultVersion).describe(meaning) }).prefault({});

export const runtimeSchema = (names: readonly string[]) =>
  z.strictObject({
    name: catalogName(names).default('containerd').describe('Container runtime.'),
    version: componentVersion().default('1.7.24').describe('Version of the container runtime.'),
    runc: versioned('1.2.3', 'Version of runc.'),
    cniPlugins: versioned('1.6.2', 'Version of the reference CNI plugins in /opt/cni/bin.'),
    sandboxImage: imageReference()
      .optional()
      .describe('Image of the pod sandbox. By default the pause image that belongs to the Kubernetes version.'),
    config: rawObject().describe('TOML tables merged last into the configuration of the runtime.'),
  });
