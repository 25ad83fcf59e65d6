import type { JsonObject } from './parts/merge';
import { renderToml } from './parts/toml';

export interface BuildkitdTomlInput {
  readonly mirrors: readonly {
    readonly host: string;
    readonly endpoints: readonly string[];
    readonly skipVerify: boolean;
    readonly caFile?: string | undefined;
  }[];
}

/** /etc/buildkit/buildkitd.toml: containerd builds, in the namespace that the kubelet's images are in. */
export function renderBuildkitdToml({ mirrors }: BuildkitdTomlInput): string {
  const registry = Object.fromEntries(mirrors.flatMap(listRegistries));
  return renderToml({
    worker: {
      oci: { enabled: false },
      containerd: { enabled: true, address: '/run/containerd/containerd.sock', namespace: 'k8s.io' },
    },
    ...(mirrors.length === 0 ? {} : { registry }),
  });
}

/** What is mirrored names its mirrors; how a mirror is spoken to stands under its own name. */
function listRegistries(mirror: BuildkitdTomlInput['mirrors'][number]): [string, JsonObject][] {
  const { host, endpoints } = mirror;
  const places = endpoints.map((endpoint) => endpoint.replace(/^https?:\/\//, '').replace(/\/+$/, ''));
  const others = places.filter((place) => place !== host);
  const ownIndex = places.indexOf(host);
  return [
    ...endpoints.flatMap((endpoint, index): [string, JsonObject][] =>
      index === ownIndex ? [] : describeRegistry(hostOf(places[index] ?? ''), describeTransport(mirror, endpoint)),
    ),
    [
      host,
      {
        ...(others.length === 0 ? {} : { mirrors: others }),
        ...(ownIndex === -1 ? {} : describeTransport(mirror, endpoints[ownIndex] ?? '')),
      },
    ],
  ];
}

/** Nothing where there is nothing to say of it. */
function describeRegistry(name: string, settings: JsonObject): [string, JsonObject][] {
  return Object.keys(settings).length === 0 ? [] : [[name, settings]];
}

function hostOf(place: string): string {
  return place.split('/')[0] ?? place;
}

function describeTransport(mirror: BuildkitdTomlInput['mirrors'][number], endpoint: string): JsonObject {
  const isPlain = endpoint.startsWith('http://');
  return {
    ...(isPlain ? { http: true } : {}),
    ...(mirror.skipVerify && !isPlain ? { insecure: true } : {}),
    ...(mirror.caFile === undefined ? {} : { ca: [`/etc/containerd/certs.d/${mirror.host}/ca.crt`] }),
  };
}
