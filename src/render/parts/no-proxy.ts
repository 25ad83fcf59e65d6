import type { Cluster, Node } from '../../config/cluster';
import { hostOf } from './endpoint';

/** curl and wget take no address for their own unless it is named; Go never asks a proxy for these. */
const LOOPBACK = ['localhost', '127.0.0.1', '::1'];

/**
 * What a node reaches without the proxy, without doubles, in this order:
 * - loopback, and the node's own name and address;
 * - the host of the endpoint, and the networks of services and pods: what kubeadm's own preflight warns of behind a
 *   proxy (HTTPProxy, HTTPProxyCIDR);
 * - names of services, short (`.svc`) and whole (the DNS domain);
 * - nodes that the file names as a place to download from;
 * - what the file itself says.
 *
 * Networks are understood by Go's programs (containerd, CRI-O, Docker, ctr) and by curl from 7.86 on, and passed over by
 * apt, wget and an older curl, which download from none of them: a mirror is for them a name or an address of its own.
 * Other nodes are left out, since nothing that is given this list speaks to them: a runtime would restart whenever a
 * node comes, and thousands of nodes make a variable longer than the 128 KiB that Linux lets one be.
 */
export function noProxyOf(cluster: Cluster, node: Node): string[] {
  const { controlPlaneEndpoint, networking, proxy } = cluster.spec;
  return [
    ...new Set([
      ...LOOPBACK,
      node.name,
      node.address,
      hostOf(controlPlaneEndpoint),
      ...networking.serviceSubnet.split(','),
      ...networking.podSubnet.split(','),
      '.svc',
      `.${networking.dnsDomain}`,
      ...listSourceNodes(cluster),
      ...(proxy?.noProxy ?? []),
    ]),
  ];
}

/** The host of a URL is taken off the list by its own name, or by that of a domain above it; networks are not looked at. */
export function isReachedDirectly(host: string, noProxy: readonly string[]): boolean {
  return noProxy.some((entry) => host === entry || host.endsWith(entry.startsWith('.') ? entry : `.${entry}`));
}

/** Names and addresses, as the file spells them, of nodes that something is downloaded from. */
function listSourceNodes({ spec }: Cluster): string[] {
  const hosts = new Set([...listUrls(spec).map(hostOfUrl), hostOfUrl(`//${spec.kubernetes.imageRepository}`)]);
  return spec.nodes.flatMap(({ name, address }) => [name, address]).filter((host) => hosts.has(host));
}

function listUrls({ artifacts, packages, registry }: Cluster['spec']): string[] {
  return [
    ...Object.values(artifacts).map((artifact) => ('baseUrl' in artifact ? artifact.baseUrl : artifact.url)),
    ...packages.repositories.flatMap(({ apt, rpm }) => [apt?.url ?? '', rpm?.url ?? '']),
    ...registry.mirrors.flatMap(({ host, endpoints }) => [`//${host}`, ...endpoints]),
  ];
}

/** Without port and brackets; a template in the path does no harm. */
export function hostOfUrl(url: string): string {
  const [, bracketed, plain] = /^(?:https?:)?\/\/(?:\[([^\]]+)\]|([^/:]+))/.exec(url) ?? [];
  return bracketed ?? plain ?? '';
}
