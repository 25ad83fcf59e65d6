import { z } from 'zod';
import { componentVersion } from './scalars';

const tool = (defaultVersion: string, meaning: string) =>
  z
    .strictObject({ version: componentVersion().default(defaultVersion).describe('Version of the tool.') })
    .optional()
    .describe(meaning);

export const toolsSchema = z.strictObject({
  crictl: z
    .strictObject({
      version: componentVersion().optional().describe('Version of crictl. Default: the first of the Kubernetes minor.'),
    })
    .optional()
    .describe(
      'crictl with /etc/crictl.yaml for the runtime’s socket. It comes without being asked for where CRI-O is the runtime, and where kubeadm needs it, which is up to v1.30.',
    ),
  nerdctl: tool('1.7.7', 'nerdctl in the namespace of Kubernetes, beside containerd.'),
  buildkit: tool('0.25.2', 'BuildKit: buildctl, and buildkitd as a service that builds into containerd’s images.'),
  kubectlCompletion: z.boolean().default(false).describe('bash completes the arguments of kubectl.'),
});
