import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { run } from '../command';

/** Flags that make the same bytes of the same files. */
export const REPRODUCIBLE_TAR = [
  '--sort=name',
  '--mtime=@0',
  '--owner=0',
  '--group=0',
  '--numeric-owner',
  '--mode=u=rwX,go=rX',
];

/** Runs `work` in a directory of its own, which is removed afterwards. */
export async function inTemporaryDirectory<Value>(work: (directory: string) => Promise<Value>): Promise<Value> {
  const directory = await mkdtemp(join(tmpdir(), 'slipway-lab-'));
  try {
    return await work(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Writes a gzipped tar of the given files, under the given paths, to `file`. Same input, same bytes. */
export async function writeArchive(
  file: string,
  entries: readonly { readonly from: string; readonly as: string }[],
): Promise<void> {
  await inTemporaryDirectory(async (directory) => {
    for (const entry of entries) {
      const target = join(directory, entry.as);
      await mkdir(dirname(target), { recursive: true });
      await cp(entry.from, target, { recursive: true, verbatimSymlinks: true });
    }
    const plain = `${file}.tar`;
    try {
      const names = [...new Set(entries.map((entry) => topLevelName(entry.as)))];
      await run(['tar', ...REPRODUCIBLE_TAR, '-C', directory, '-cf', plain, ...names]);
      await run(['sh', '-c', 'exec gzip -1 -n -c "$1" > "$2"', 'sh', plain, file]);
    } finally {
      await rm(plain, { force: true });
    }
  });
}

/** Upstream archives name either a directory or everything in the current one. */
function topLevelName(path: string): string {
  return path.startsWith('.') ? '.' : (path.split('/')[0] ?? '.');
}
