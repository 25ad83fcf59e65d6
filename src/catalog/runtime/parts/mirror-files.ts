import type { RegistryMirror, SecretRef } from '../../../config/cluster';
import type { FileResource } from '../../../resources/resource';
import type { RuntimeInput } from '../kind';

/** What a secret is called among those that the worker has read. */
export function secretName(ref: SecretRef): string {
  return 'file' in ref ? ref.file : `$${ref.env}`;
}

/** The CA of a mirror, as the worker has read it; undefined where it has none of its own. Throws when it was not read. */
export function caOf({ host, caFile }: RegistryMirror, { workerFiles }: RuntimeInput): string | undefined {
  if (caFile === undefined) return undefined;
  const ca = workerFiles[caFile];
  if (ca !== undefined) return ca;
  throw new Error(`the CA of ${host}'s mirror was not read; read ${caFile} on the worker first`);
}

/**
 * `user:password` in base64, as both an HTTP header and an auth file have it; undefined where the mirror asks for none.
 * A secret: for files that root alone reads. Throws when the password was not read.
 */
export function credentialsOf({ host, credentials }: RegistryMirror, { secrets }: RuntimeInput): string | undefined {
  if (credentials === undefined) return undefined;
  const password = secrets[secretName(credentials.password)];
  if (password === undefined) {
    throw new Error(`the password of ${host}'s mirror was not read; resolve it on the worker first`);
  }
  return Buffer.from(`${credentials.username}:${password}`).toString('base64');
}

/** `host[:port]` of a mirror's endpoint. */
export function registryOf(endpoint: string): string {
  return new URL(endpoint).host;
}

/** The registries of a mirror that speak no TLS, or a TLS that is not checked. */
export function insecureRegistriesOf({ endpoints, skipVerify }: RegistryMirror): string[] {
  return endpoints.filter((endpoint) => skipVerify || endpoint.startsWith('http://')).map(registryOf);
}

/** A file that the runtime reads at every pull. */
export function mirrorFile(mirror: RegistryMirror, path: string, content: string, mode = '0644'): FileResource {
  return { kind: 'file', mode, disruption: 'none', why: `mirror of ${mirror.host}`, path, content };
}
