import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Why the lab cannot run on this machine; undefined when it can: it installs the packages it misses by itself. */
export function whyNoLab() {
  if (process.platform !== 'linux') return `the lab needs Linux, this is ${process.platform}`;
  if (process.getuid?.() !== 0) return 'the lab runs privileged containers and needs root';
  if (!isOnPath('podman') && !isOnPath('apt-get')) return 'there is neither podman nor apt-get to install it with';
  const mayMount = spawnSync('unshare', ['--mount', '--net', 'true']).status === 0;
  return mayMount ? undefined : 'this machine does not let root make mount and network namespaces';
}

function isOnPath(name) {
  return (process.env.PATH ?? '').split(delimiter).some((directory) => {
    try {
      accessSync(join(directory, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
