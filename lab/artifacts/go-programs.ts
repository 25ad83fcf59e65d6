import { VERSIONS } from '../versions';
import type { GoProgram } from './artifact';

export function etcdProgram(version: string): GoProgram {
  return {
    name: 'etcd',
    version: `v${version}`,
    require: ['server', 'etcdctl', 'etcdutl'].map((part) => `go.etcd.io/etcd/${part}/v3 v${version}`),
    packages: {
      etcd: 'go.etcd.io/etcd/server/v3',
      etcdctl: 'go.etcd.io/etcd/etcdctl/v3',
      etcdutl: 'go.etcd.io/etcd/etcdutl/v3',
    },
    ldflags: [],
  };
}

/** Modules that reach into the run-time of Go, which has changed since; a program of 2020 asks for ones of then. */
export const OF_TODAY: readonly string[] = [
  'golang.org/x/sys => golang.org/x/sys v0.30.0',
  'github.com/modern-go/reflect2 => github.com/modern-go/reflect2 v1.0.2',
  'github.com/json-iterator/go => github.com/json-iterator/go v1.1.12',
];

export function corednsProgram(version: string): GoProgram {
  return {
    name: 'coredns',
    version: `v${version}`,
    require: [`github.com/coredns/coredns v${version}`],
    replace: version === '1.8.0' ? OF_TODAY : [],
    packages: { coredns: 'github.com/coredns/coredns' },
    ldflags: [],
  };
}

export const flannelProgram: GoProgram = {
  name: 'flannel',
  version: `v${VERSIONS.flannel}`,
  require: [`github.com/flannel-io/flannel v${VERSIONS.flannel}`],
  packages: { flanneld: 'github.com/flannel-io/flannel' },
  ldflags: [
    `-X github.com/flannel-io/flannel/pkg/version.Version=v${VERSIONS.flannel}`,
    '-linkmode external',
    '-extldflags -static',
  ],
  cgo: true,
};

export const flannelCniPluginProgram: GoProgram = {
  name: 'flannel-cni-plugin',
  version: `v${VERSIONS.flannelCniPlugin}`,
  require: [`github.com/containernetworking/plugins v${VERSIONS.flannelCniPlugin}`],
  packages: { flannel: 'github.com/containernetworking/plugins/plugins/meta/flannel' },
  ldflags: [],
};

export function containerdProgram(version: string): GoProgram {
  const module = `github.com/containerd/containerd${version.startsWith('1.') ? '' : '/v2'}`;
  return {
    name: 'containerd',
    version: `v${version}`,
    require: [`${module} v${version}`],
    packages: Object.fromEntries(
      ['containerd', 'containerd-shim-runc-v2', 'ctr'].map((name) => [name, `${module}/cmd/${name}`]),
    ),
    ldflags: [`-X ${module}/version.Version=v${version}`],
    // Headers of a file system that no machine of the lab has.
    tags: ['no_btrfs'],
  };
}

export function runcProgram(version: string): GoProgram {
  return {
    name: 'runc',
    version: `v${version}`,
    require: [`github.com/opencontainers/runc v${version}`],
    packages: { runc: 'github.com/opencontainers/runc' },
    ldflags: [`-X main.version=${version}`, '-linkmode external', '-extldflags -static'],
    tags: ['seccomp'],
    cgo: true,
  };
}

export const buildkitProgram: GoProgram = {
  name: 'buildkit',
  version: `v${VERSIONS.buildkit}`,
  require: [`github.com/moby/buildkit v${VERSIONS.buildkit}`],
  packages: Object.fromEntries(['buildctl', 'buildkitd'].map((name) => [name, `github.com/moby/buildkit/cmd/${name}`])),
  ldflags: [`-X github.com/moby/buildkit/version.Version=v${VERSIONS.buildkit}`],
};
