import { labFiles } from '../lab-state';
import { prepareMirror } from '../mirror/daemon';
import { closeDirectWay, openDirectWay } from '../network/direct-way';
import { gatewayOf } from '../network/subnet';
import { ensureDaemon, isDaemonRunning, listDaemons, stopDaemon } from './daemon';
import { prepareProxy } from './proxy';
import { prepareRegistry } from './registry';

const REGISTRY_PORT = 5000;
const MIRROR_PORT = 8080;
const PROXY_PORT = 3128;
const NAMES = ['registry', 'mirror', 'proxy'] as const;

export function serviceUrls(network: string) {
  return {
    registryUrl: `http://${gatewayOf(network)}:${REGISTRY_PORT}`,
    mirrorUrl: `http://${gatewayOf(network)}:${MIRROR_PORT}`,
    proxyUrl: `http://${gatewayOf(network)}:${PROXY_PORT}`,
  };
}

export interface ServiceOptions {
  /** Machines reach registry and mirror through a proxy alone. */
  readonly proxy?: boolean;
}

/**
 * Registry and mirror of the lab serve on its gateway address, which exists while a machine runs; and so does the proxy
 * where there is one. Returns how many were started.
 */
export async function ensureServices(
  lab: string,
  network: string,
  { proxy = false }: ServiceOptions = {},
): Promise<number> {
  const directory = labFiles(lab).services;
  const gateway = gatewayOf(network);
  const daemons = [
    await prepareRegistry(directory, `${gateway}:${REGISTRY_PORT}`, { isReadOnly: true }),
    prepareMirror(directory, gateway, MIRROR_PORT),
  ];
  if (proxy) {
    daemons.push(await prepareProxy(directory, gateway, PROXY_PORT));
    await closeDirectWay(lab, network, [REGISTRY_PORT, MIRROR_PORT]);
  } else {
    await openDirectWay(lab);
    await stopDaemon({ name: 'proxy', directory });
  }
  const started = await Promise.all(daemons.map(ensureDaemon));
  return started.filter(Boolean).length;
}

/** No process of the lab runs any more, those that slow links included, and no rule of its firewall is left. */
export async function stopServices(lab: string): Promise<void> {
  const directory = labFiles(lab).services;
  await Promise.all((await listDaemons(directory)).map((name) => stopDaemon({ name, directory })));
  await openDirectWay(lab);
}

export async function readServices(lab: string): Promise<Readonly<Record<(typeof NAMES)[number], boolean>>> {
  const directory = labFiles(lab).services;
  const [registry = false, mirror = false, proxy = false] = await Promise.all(
    NAMES.map((name) => isDaemonRunning({ name, directory })),
  );
  return { registry, mirror, proxy };
}
