import { criOf } from '../../src/catalog/look-up';
import type { FileResource } from '../../src/resources/resource';
import { findMissing, listOf } from './node-resources';
import { readToml, readYaml } from './read-file';
import type { RenderedNode } from './render-node';

/** What a runtime's configuration says, by the path of its file. */
interface Told {
  readonly cgroupDriver?: string;
  readonly sandboxImage?: string;
  readonly format?: number;
}

const CONTAINERD = '/etc/containerd/config.toml';

const READERS: Readonly<Record<string, (content: string) => Told>> = {
  [CONTAINERD]: (content) => {
    const config = readToml(content);
    const isSystemd = valuesOf(config, 'SystemdCgroup')[0];
    const [sandboxImage] = [...valuesOf(config, 'sandbox_image'), ...valuesOf(config, 'sandbox')];
    return {
      cgroupDriver: isSystemd === true ? 'systemd' : isSystemd === false ? 'cgroupfs' : 'unknown',
      sandboxImage: String(sandboxImage),
      format: Number(config['version']),
    };
  },
  '/etc/crio/crio.conf.d/50-slipway.conf': (content) => {
    const config = readToml(content);
    return {
      cgroupDriver: String(valuesOf(config, 'cgroup_manager')[0]),
      sandboxImage: String(valuesOf(config, 'pause_image')[0]),
    };
  },
  '/etc/docker/daemon.json': (content) => ({
    cgroupDriver: String(valuesOf(JSON.parse(content), 'exec-opts')[0]).replace('native.cgroupdriver=', ''),
  }),
  '/etc/systemd/system/cri-docker.service': (content) => ({
    sandboxImage: /--pod-infra-container-image=(\S+)/.exec(content)?.[1] ?? 'unknown',
  }),
};

/** Runtime and kubelet agree on the socket, the cgroup driver and the sandbox's image. */
export function checkRuntime(rendered: RenderedNode): string[] {
  const files = listOf(rendered, 'file');
  const told = files.flatMap(({ path, content }) => READERS[path]?.(content) ?? []);
  const images = listOf(rendered, 'image').map(({ reference }) => reference);
  const drivers = told.flatMap(({ cgroupDriver }) => cgroupDriver ?? []);
  const ofKubelet = rendered.kubeadm.flat().flatMap((document) => valuesOf(document, 'cgroupDriver'));
  const { cgroupDriver } = rendered.cluster.spec.runtime;
  return [
    ...(drivers.length === 1 ? [] : [`the cgroup driver of the runtime is said ${drivers.length} times`]),
    ...[...drivers, ...ofKubelet]
      .filter((driver) => driver !== cgroupDriver)
      .map((driver) => `the cgroup driver is ${String(driver)}`),
    ...findMissing(
      'sandbox image',
      told.flatMap(({ sandboxImage }) => sandboxImage ?? []),
      images,
    ),
    ...checkFormat(rendered, told),
    ...checkSocket(rendered, files),
  ];
}

function checkFormat({ cluster: { spec } }: RenderedNode, told: readonly Told[]): string[] {
  const wanted = Number.parseInt(spec.runtime.version ?? '', 10) >= 2 ? 3 : 2;
  return told
    .flatMap(({ format }) => format ?? [])
    .filter((format) => format !== wanted)
    .map((format) => `containerd ${spec.runtime.version} is given a configuration of format ${format}`);
}

function checkSocket(rendered: RenderedNode, files: readonly FileResource[]): string[] {
  const { socket, unit } = criOf(rendered.cluster);
  const kubelet = files.filter(({ path }) => /\/kubelet\.service(?:\.d\/20-slipway\.conf)?$/.test(path));
  const isAfter = kubelet.some(({ content }) =>
    content.split('\n').some((line) => line.startsWith('After=') && line.split(/[= ]/).includes(unit)),
  );
  const running = listOf(rendered, 'unit')
    .filter(({ enabled, active }) => enabled && active)
    .map(({ name }) => name);
  const ofCrictl = files.find(({ path }) => path === '/etc/crictl.yaml');
  const listening = files.flatMap(({ content }) =>
    [...content.matchAll(/^ListenStream=(\S+)$/gm)].map(([, path]) => `unix://${path}`),
  );
  const sockets = [
    ...rendered.kubeadm.flat().flatMap((document) => valuesOf(document, 'criSocket')),
    ...(ofCrictl === undefined
      ? []
      : readYaml(ofCrictl.content).flatMap((document) => valuesOf(document, 'runtime-endpoint'))),
    ...listening,
  ];
  return [
    ...sockets
      .filter((each) => each !== socket)
      .map((each) => `the socket is ${String(each)}, and the kubelet asks ${socket}`),
    ...(isAfter ? [] : [`the kubelet does not start after ${unit}`]),
    ...findMissing('running unit', [unit], running),
  ];
}

/** Values of the key, at any depth. */
export function valuesOf(value: unknown, key: string): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) => (name === key ? [item].flat() : valuesOf(item, key)));
}
