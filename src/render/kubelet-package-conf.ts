import { HEADER } from './parts/header';

/**
 * A drop-in beside the kubelet's package's own: it starts after the runtime, and not before kubeadm has configured the
 * node, so that a reboot before then is no crash loop.
 */
export function renderKubeletPackageConf({ runtimeUnit }: { readonly runtimeUnit: string }): string {
  return `${HEADER}[Unit]
After=${runtimeUnit}
ConditionPathExists=/var/lib/kubelet/config.yaml
`;
}
