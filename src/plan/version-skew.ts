import { minorOf } from '../config/kubernetes-support';

/** What may lag behind the API servers of a cluster, or lead them. */
export type SkewedComponent = 'kubelet' | 'kubectl' | 'kubeadm';

/** Since this minor a kubelet goes with API servers three minors newer than itself; older ones with two. */
const FIRST_LONG_SUPPORTED_KUBELET = 25;

/**
 * Minor versions of a component that go with API servers of this one, both ends included. Sources: the version skew
 * policy of Kubernetes (https://kubernetes.io/releases/version-skew-policy/), and for kubeadm its own
 * (https://kubernetes.io/docs/setup/production-environment/tools/kubeadm/create-cluster-kubeadm/#version-skew-policy).
 */
const WINDOWS: Readonly<Record<SkewedComponent, (apiServer: number, own: number) => readonly [number, number]>> = {
  kubelet: (apiServer, own) => [apiServer - (own >= FIRST_LONG_SUPPORTED_KUBELET ? 3 : 2), apiServer],
  kubectl: (apiServer) => [apiServer - 1, apiServer + 1],
  kubeadm: (apiServer) => [apiServer, apiServer + 1],
};

/** Why a component of this version does not go with API servers of that one; undefined where it does. */
export function whySkewed(component: SkewedComponent, version: string, apiServer: string): string | undefined {
  const own = minorOf(version);
  const [oldest, newest] = WINDOWS[component](minorOf(apiServer), own);
  if (oldest <= own && own <= newest) return undefined;
  const window = oldest === newest ? `1.${oldest}` : `1.${oldest} to 1.${newest}`;
  return `${component} ${version} is too ${own < oldest ? 'old' : 'new'} for API servers of ${apiServer}, which go with ${window}`;
}
