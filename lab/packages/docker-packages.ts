import type { Package, PackageFile } from './package';

const VERSIONS = { docker: '20.10.24', containerd: '1.6.20' };

const ofDebian = (debian: string, paths: readonly string[]): PackageFile[] =>
  paths.map((path) => ({ debian, from: path, to: `/${path}` }));

const unitOf = (debian: string, unit: string): PackageFile => ({
  debian,
  from: `lib/systemd/system/${unit}`,
  to: `/usr/lib/systemd/system/${unit}`,
});

/** Docker Engine under the names of its publisher's rpm repository, made of Debian's programs and units. */
export function dockerPackages(name: 'docker-ce' | 'docker-ee'): readonly Package[] {
  return [
    {
      name,
      version: VERSIONS.docker,
      release: '3.lab',
      summary: 'Docker Engine, of the programs of Debian',
      needs: [`${name}-cli`, 'containerd.io', 'iptables'],
      // Its socket belongs to it.
      groups: ['docker'],
      files: [
        ...ofDebian('docker.io', ['usr/sbin/dockerd', 'usr/sbin/docker-proxy']),
        { debian: 'tini', from: 'usr/bin/tini', to: '/usr/bin/docker-init' },
        unitOf('docker.io', 'docker.service'),
        unitOf('docker.io', 'docker.socket'),
      ],
    },
    {
      name: `${name}-cli`,
      version: VERSIONS.docker,
      release: '3.lab',
      summary: 'Command line of Docker, of the program of Debian',
      needs: [],
      files: ofDebian('docker.io', ['usr/bin/docker']),
    },
    CONTAINERD_IO,
  ];
}

const CONTAINERD_IO: Package = {
  name: 'containerd.io',
  version: VERSIONS.containerd,
  release: '3.lab',
  summary: 'containerd and runc, of the programs of Debian',
  needs: ['libseccomp'],
  files: [
    ...ofDebian('containerd', ['usr/bin/containerd', 'usr/bin/containerd-shim-runc-v2', 'usr/bin/ctr']),
    unitOf('containerd', 'containerd.service'),
    { debian: 'runc', from: 'usr/sbin/runc', to: '/usr/bin/runc' },
  ],
};
