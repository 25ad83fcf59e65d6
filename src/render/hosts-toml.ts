import { renderToml } from './parts/toml';

export interface HostsTomlInput {
  /** Registry that is mirrored, such as registry.k8s.io; `_default` stands for every other. */
  readonly host: string;
  /** URLs of the mirrors, tried in order. */
  readonly endpoints: readonly string[];
  readonly skipVerify: boolean;
  /** Path on the node of the CA that signed the endpoints. */
  readonly caPath?: string;
  /** Value of the Authorization header: a secret, for a file that root alone reads. */
  readonly authorization?: string;
}

/** /etc/containerd/certs.d/<registry host>/hosts.toml: where containerd pulls that registry's images from. */
export function renderHostsToml({ host, endpoints, skipVerify, caPath, authorization }: HostsTomlInput): string {
  const mirrors = endpoints.map((endpoint) => [
    endpoint,
    {
      capabilities: ['pull', 'resolve'],
      ...(hasApiRoot(endpoint) ? { override_path: true } : {}),
      ...(skipVerify ? { skip_verify: true } : {}),
      ...(caPath === undefined ? {} : { ca: caPath }),
      ...(authorization === undefined ? {} : { header: { Authorization: authorization } }),
    },
  ]);
  const origin = host === '_default' ? {} : { server: originOf(host) };
  return renderToml({ ...origin, host: Object.fromEntries(mirrors) });
}

/** An endpoint that names a project below the API's root, as proxies of several registries do, is not given another /v2. */
function hasApiRoot(endpoint: string): boolean {
  return endpoint.includes('/v2/');
}

/** The registry itself, asked after all mirrors. Docker Hub's API has a host name of its own. */
function originOf(host: string): string {
  return host === 'docker.io' ? 'https://registry-1.docker.io' : `https://${host}`;
}
