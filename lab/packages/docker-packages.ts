import type { Package, PackageFile } from './package';

const VERSIONS = { docker: '20.10.24', containerd: '1.6.20' };

const ofDebian = (debian: string, paths: readonly string[]): PackageFile[] =>
  paths.map((path) => ({ debian, from: path, to: `/${path}` }));

/** Docker Engine under the names of Docker's own rpm repository, made of Debian's programs and units. */
export const DOCKER_PACKAGES: readonly Package[] = [
  {
    name: 'docker-ce',
    version: VERSIONS.docker,
    release: '3.lab',
    summary: 'Docker Engine, of the programs of Debian',
    needs: ['docker-ce-cli', 'containerd.io', 'iptables'],
    // Its socket belongs to it.
    groups: ['docker'],
    files: [
      ...ofDebian('docker.io', ['usr/sbin/dockerd', 'usr/sbin/docker-proxy']),
      { debian: 'tini', from: 'usr/bin/tini', to: '/usr/bin/docker-init' },
      { debian: 'docker.io', from: 'lib/systemd/system/docker.service', to: '/usr/lib/systemd/system/docker.service' },
      { debian: 'docker.io', from: 'lib/systemd/system/docker.socket', to: '/usr/lib/systemd/system/docker.socket' },
    ],
  },
  {
    name: 'docker-ce-cli',
    version: VERSIONS.docker,
    release: '3.lab',
    summary: 'Command line of Docker, of the program of Debian',
    needs: [],
    files: ofDebian('docker.io', ['usr/bin/docker']),
  },
  {
    name: 'containerd.io',
    version: VERSIONS.containerd,
    release: '3.lab',
    summary: 'containerd and runc, of the programs of Debian',
    needs: ['libseccomp'],
    files: [
      ...ofDebian('containerd', ['usr/bin/containerd', 'usr/bin/containerd-shim-runc-v2', 'usr/bin/ctr']),
      {
        debian: 'containerd',
        from: 'lib/systemd/system/containerd.service',
        to: '/usr/lib/systemd/system/containerd.service',
      },
      { debian: 'runc', from: 'usr/sbin/runc', to: '/usr/bin/runc' },
    ],
  },
];
