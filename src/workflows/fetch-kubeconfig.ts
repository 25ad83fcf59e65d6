import type { SealedKubeconfig } from '../activities/contract';
import { controlPlanes } from '../config/nodes';
import { scopeCluster } from '../config/scope-cluster';
import type { KubeconfigInput } from './messages';
import { perform } from './perform';

/** The admin kubeconfig, sealed to the caller: only the holder of the private half of `publicKey` can read it. */
export async function fetchKubeconfig({ cluster, publicKey }: KubeconfigInput): Promise<SealedKubeconfig> {
  const names = controlPlanes(cluster).map(({ name }) => name);
  const [through = ''] = names;
  return perform('sealKubeconfig', { cluster: scopeCluster(cluster), controlPlanes: names, publicKey }, { through });
}
