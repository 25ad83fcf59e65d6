import { createHash } from 'node:crypto';
import type { Catalog } from '../catalog/catalog';
import type { KubernetesObject } from '../catalog/kubernetes-object';
import { cniOf } from '../catalog/look-up';
import { BUILT_IN_CHOICES } from '../config/choices';
import type { Cluster } from '../config/cluster';
import { canonicalJson } from '../config/digest';
import type { KnownPodNetworks, PodNetwork } from '../plan/pod-network';

/** The pod network that this manifest makes. */
export function describePodNetwork(
  cluster: Cluster,
  catalog: Catalog,
  manifest: readonly KubernetesObject[],
): PodNetwork & { readonly digest: string } {
  const backend = backendOf(cluster, catalog);
  return {
    name: cluster.spec.cni.name,
    ...(backend !== undefined && { backend }),
    objects: manifest.map(nameObject),
    digest: createHash('sha256').update(canonicalJson(manifest)).digest('hex'),
  };
}

/** A manifest that is applied as it is has its backend in itself. */
function backendOf(cluster: Cluster, catalog: Catalog): string | undefined {
  const { name, backend, manifest } = cluster.spec.cni;
  const choice = cniOf(cluster, catalog).choice ?? BUILT_IN_CHOICES.cni[name];
  if (backend !== undefined) return backend;
  return manifest !== undefined && choice?.manifest === 'as-it-is' ? undefined : choice?.backends?.[0];
}

function nameObject({ apiVersion, kind, metadata: { name, namespace } }: KubernetesObject): string {
  return `${apiVersion} ${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;
}

/** What the catalog knows of pod networks. */
export function knownPodNetworks({ cni }: Catalog): KnownPodNetworks {
  const kinds = Object.entries(cni);
  return {
    names: Object.keys(cni),
    agents: Object.fromEntries(kinds.flatMap(([name, { agent }]) => (agent === undefined ? [] : [[agent, name]]))),
    stays: Object.fromEntries(kinds.flatMap(([name, { stays }]) => (stays === undefined ? [] : [[name, stays]]))),
  };
}
