import type { Service } from '../catalog/service';
import { hostOfUrl, isReachedDirectly, noProxyOf } from '../render/parts/no-proxy';
import { proxyEnvironment } from '../render/parts/proxy-environment';
import { renderSlipwayProxyConf } from '../render/slipway-proxy-conf';
import type { Cluster, Node } from '../config/cluster';
import type { AbsentResource, ResourceKind, Step } from '../resources/resource';
import type { StepInput } from './step-input';

const DOWNLOADED: ReadonlySet<ResourceKind> = new Set(['artifact', 'image', 'package', 'package-index']);

/**
 * A step that downloads, with the proxy in the environment of its commands alone: curl, wget, apt, dnf, yum and ctr all
 * read it there, so that no file of a client changes for whoever else uses it, and nothing is left when the proxy goes.
 * A client that has a proxy in a file of its own keeps that. In both spellings: curl reads `http_proxy` in small letters
 * only, and Go takes the capitals first, which the machine may have set already.
 */
export function throughProxy(step: Step, { cluster, node }: StepInput): Step {
  const environment = proxyEnvironment(cluster, node);
  if (environment === undefined || !step.resources.some(({ kind }) => DOWNLOADED.has(kind))) return step;
  const inSmallLetters = Object.entries(environment).map(([name, value]) => [name.toLowerCase(), value]);
  return { ...step, environment: { ...environment, ...Object.fromEntries(inSmallLetters) } };
}

/** The service with the proxy in its environment; what a service is made from, and so restarts for, is among its files. */
export function behindProxy(service: Service, { cluster, node }: StepInput): Service {
  const environment = service.pulls ? proxyEnvironment(cluster, node) : undefined;
  if (environment === undefined) return service;
  const content = renderSlipwayProxyConf(environment);
  return { ...service, files: [...service.files, { path: dropInOf(service), mode: '0644', content }] };
}

/** What an earlier proxy has left of it; the service restarts without. */
export function proxyGone(service: Service, { cluster }: StepInput): AbsentResource[] {
  if (!service.pulls || cluster.spec.proxy !== undefined) return [];
  return [
    {
      kind: 'absent',
      path: dropInOf(service),
      disruption: service.disruption,
      why: 'the cluster file has no proxy',
    },
  ];
}

function dropInOf({ unit }: Service): string {
  return `/etc/systemd/system/${unit}.d/slipway-proxy.conf`;
}

/** Hosts of these URLs that the node has to find by itself, without doubles: a proxy finds those that lie behind it. */
export function resolvedByNode(cluster: Cluster, node: Node, urls: readonly string[]): string[] {
  const hosts = new Set(urls.map(hostOfUrl));
  const { proxy } = cluster.spec;
  if (proxy === undefined) return [...hosts];
  const noProxy = noProxyOf(cluster, node);
  const direct = [...hosts].filter((host) => isReachedDirectly(host, noProxy));
  const proxies = [proxy.http, proxy.https].flatMap((url) => (url === undefined ? [] : [hostOfUrl(url)]));
  return [...new Set([...direct, ...proxies])];
}
