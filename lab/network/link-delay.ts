import { existsSync } from 'node:fs';
import { mkdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { hashText } from '../artifacts/checksum';
import { run } from '../command';
import { cacheDirectory, sourceFile } from '../paths';

/** The program that holds packets back, compiled once. Returns its file. */
export async function ensureLinkDelay(): Promise<string> {
  const source = sourceFile('link-delay.c');
  const file = join(cacheDirectory(), 'tools', `link-delay-${hashText(await readFile(source, 'utf8')).slice(0, 12)}`);
  if (existsSync(file)) return file;
  await mkdir(join(cacheDirectory(), 'tools'), { recursive: true });
  const partial = `${file}.partial-${process.pid}`;
  await run(['gcc', '-O2', '-Wall', '-o', partial, source, '-lnetfilter_queue', '-lnfnetlink']);
  await rename(partial, file);
  return file;
}
