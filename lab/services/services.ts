import { labFiles } from '../lab-state';
import { prepareMirror } from '../mirror/daemon';
import { gatewayOf } from '../network/subnet';
import { ensureDaemon, isDaemonRunning, listDaemons, stopDaemon } from './daemon';
import { prepareRegistry } from './registry';

const REGISTRY_PORT = 5000;
const MIRROR_PORT = 8080;
const NAMES = ['registry', 'mirror'] as const;

export function serviceUrls(network: string) {
  return {
    registryUrl: `http://${gatewayOf(network)}:${REGISTRY_PORT}`,
    mirrorUrl: `http://${gatewayOf(network)}:${MIRROR_PORT}`,
  };
}

/** Registry and mirror of the lab serve on its gateway address, which exists while a machine runs. Returns how many were started. */
export async function ensureServices(lab: string, network: string): Promise<number> {
  const directory = labFiles(lab).services;
  const gateway = gatewayOf(network);
  const registry = await prepareRegistry(directory, `${gateway}:${REGISTRY_PORT}`, { isReadOnly: true });
  const started = await Promise.all([registry, prepareMirror(directory, gateway, MIRROR_PORT)].map(ensureDaemon));
  return started.filter(Boolean).length;
}

/** No process of the lab runs any more, those that slow links included. */
export async function stopServices(lab: string): Promise<void> {
  const directory = labFiles(lab).services;
  await Promise.all((await listDaemons(directory)).map((name) => stopDaemon({ name, directory })));
}

export async function readServices(lab: string): Promise<Readonly<Record<(typeof NAMES)[number], boolean>>> {
  const directory = labFiles(lab).services;
  const [registry = false, mirror = false] = await Promise.all(
    NAMES.map((name) => isDaemonRunning({ name, directory })),
  );
  return { registry, mirror };
}
