import { renderToml } from './parts/toml';

export interface RegistriesConfInput {
  readonly mirrors: readonly {
    /** Registry that is mirrored. */
    readonly host: string;
    /** URLs of the mirrors, tried in order before the registry itself. */
    readonly endpoints: readonly string[];
    readonly skipVerify: boolean;
  }[];
}

/** A file of /etc/containers/registries.conf.d. Source: containers-registries.conf(5), version 2. */
export function renderRegistriesConf({ mirrors }: RegistriesConfInput): string {
  return renderToml({
    registry: mirrors.map(({ host, endpoints, skipVerify }) => ({
      prefix: host,
      location: host,
      ...(isItsOwn(host, endpoints) ? { insecure: true } : {}),
      mirror: endpoints.map((endpoint) => ({
        location: locationOf(endpoint),
        ...(skipVerify || endpoint.startsWith('http://') ? { insecure: true } : {}),
      })),
    })),
  });
}

/** A registry without TLS that stands in for itself would be asked with TLS after its mirror. */
function isItsOwn(host: string, endpoints: readonly string[]): boolean {
  return endpoints.some((endpoint) => endpoint.startsWith('http://') && locationOf(endpoint) === host);
}

/** A location is what an image's name begins with: no scheme, and no /v2 of the API. */
function locationOf(endpoint: string): string {
  return endpoint
    .replace(/^https?:\/\//, '')
    .replace('/v2/', '/')
    .replace(/\/+$/, '');
}
