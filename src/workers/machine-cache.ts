import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KnownMachines } from '../activities/known-machines';
import type { StaticFacts } from '../remote/static-facts';

/** Known machines in a directory, a file each, shared by the workers of one host and kept when they end. */
export function createMachineCache(directory: string): KnownMachines {
  const fileOf = (machine: string) => join(directory, `${createHash('sha256').update(machine).digest('hex')}.json`);
  return {
    recall: async (machine) => readFacts(await readFile(fileOf(machine), 'utf8').catch(() => '')),
    remember: (machine, facts) => replaceFile(directory, fileOf(machine), JSON.stringify(facts)).catch(() => {}),
  };
}

function readFacts(text: string): StaticFacts | undefined {
  try {
    const { os, architecture, interfaces } = JSON.parse(text) as Partial<StaticFacts>;
    if (os === undefined || architecture === undefined || !Array.isArray(interfaces)) return undefined;
    return { os, architecture, interfaces };
  } catch {
    return undefined;
  }
}

/** By a rename, so that no worker ever reads half a file. */
async function replaceFile(directory: string, file: string, text: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomUUID()}`;
  try {
    await writeFile(draft, text, { mode: 0o600 });
    await rename(draft, file);
  } finally {
    await rm(draft, { force: true });
  }
}
