import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheDirectory } from '../paths';
import { type Daemon, answers } from './daemon';

/** All labs serve the same images, read-only; they are pushed once, when they are made. */
export const registryStorage = () => join(cacheDirectory(), 'registry');

/** Configuration of docker-registry; JSON is YAML. */
export function renderRegistryConfig(storage: string, address: string, isReadOnly: boolean): string {
  const config = {
    version: '0.1',
    log: { level: 'warn', accesslog: { disabled: true } },
    storage: {
      filesystem: { rootdirectory: storage },
      maintenance: { uploadpurging: { enabled: false }, readonly: { enabled: isReadOnly } },
    },
    http: { addr: address },
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}

/** A docker-registry on `address` (host:port), its configuration written into `directory`. */
export async function prepareRegistry(
  directory: string,
  address: string,
  options: { readonly isReadOnly: boolean },
): Promise<Daemon> {
  const configFile = join(directory, 'registry.yml');
  await mkdir(directory, { recursive: true });
  await mkdir(registryStorage(), { recursive: true });
  await writeFile(configFile, renderRegistryConfig(registryStorage(), address, options.isReadOnly));
  return {
    name: 'registry',
    directory,
    argv: ['docker-registry', 'serve', configFile],
    isReady: () => answers(`http://${address}/v2/`),
  };
}
