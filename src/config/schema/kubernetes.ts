import { z } from 'zod';
import { imageRepository } from './locations';
import { text } from './scalars';

export const kubernetesSchema = z.strictObject({
  version: text('a Kubernetes version such as v1.34.4', /^v1\.\d{1,3}\.\d{1,3}$/, 16).describe(
    'Kubernetes version of every node, with a leading v.',
  ),
  imageRepository: imageRepository()
    .default('registry.k8s.io')
    .describe('Where the control plane images are pulled from.'),
  install: z
    .enum(['archive', 'package'])
    .default('archive')
    .describe(
      'How kubeadm, kubelet and kubectl reach the nodes: `archive` downloads the binaries named under `artifacts.kubernetes`; `package` installs and holds the packages of the repository `kubernetes` under `packages.repositories`, by default that of the preset.',
    ),
});
