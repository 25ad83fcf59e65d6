import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { filesDirectory } from '../artifacts/cache';
import { projectRoot } from '../paths';
import { type Daemon, answers } from '../services/daemon';

/** The artifact mirror on `address` and `port`, as a process of its own. Throws where the lab has not been compiled. */
export function prepareMirror(directory: string, address: string, port: number): Daemon {
  const main = join(projectRoot(), 'dist', 'lab', 'mirror', 'main.js');
  if (!existsSync(main)) throw new Error(`${main} is missing; run npm run build first.`);
  return {
    name: 'mirror',
    directory,
    argv: [process.execPath, main, filesDirectory(), address, String(port)],
    isReady: () => answers(`http://${address}:${port}/`),
  };
}
