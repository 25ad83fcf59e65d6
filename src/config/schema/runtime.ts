import { z } from 'zod';
import { catalogName } from './catalog-name';
import { rawObject } from './json';
import { imageReference } from './locations';
import { componentVersion, packageName, packageVersion } from './scalars';

const versioned = (defaultVersion: string, meaning: string) =>
  z.strictObject({ version: componentVersion().default(defaultVersion).describe(meaning) }).prefault({});

export const runtimeSchema = (names: readonly string[]) =>
  z.strictObject({
    name: catalogName(names)
      .default('containerd')
      .describe(
        'Container runtime. `docker` is Docker Engine: with cri-dockerd from Kubernetes 1.24 on, through the kubelet’s own dockershim before. `mirantis` is Mirantis Container Runtime, wired the same way.',
      ),
    install: z
      .enum(['archive', 'package'])
      .optional()
      .describe(
        'How the runtime reaches the nodes: the publisher’s `archive`, or a `package` of the operating system’s repositories, held. Default: `archive` for containerd, `package` for every other.',
      ),
    version: packageVersion()
      .optional()
      .describe(
        'Version of the container runtime; of a package, as its repository names it. Default: 1.7.24 for the archive of containerd, and whatever the repository has for a package.',
      ),
    packages: z
      .array(packageName(), { error: 'a list of package names' })
      .min(1, { error: 'at least one package' })
      .optional()
      .describe(
        'Packages that bring the runtime, the first in `version`, all held. Default: those of the operating system’s family, such as containerd and runc on Debian, containerd.io on Red Hat’s family.',
      ),
    cgroupDriver: z
      .enum(['systemd', 'cgroupfs'])
      .default('systemd')
      .describe('Who makes the control groups of containers, for the runtime and the kubelet alike.'),
    runc: versioned('1.2.3', 'Version of runc, which the archive of containerd does not have.'),
    criDockerd: versioned('0.3.20', 'Version of cri-dockerd, which stands between the kubelet and Docker.'),
    cniPlugins: versioned('1.6.2', 'Version of the reference CNI plugins in /opt/cni/bin.'),
    sandboxImage: imageReference()
      .optional()
      .describe('Image of the pod sandbox. By default the pause image that belongs to the Kubernetes version.'),
    config: rawObject().describe(
      'Raw settings merged last into the configuration of the runtime: tables of config.toml or crio.conf, or fields of daemon.json.',
    ),
  });
