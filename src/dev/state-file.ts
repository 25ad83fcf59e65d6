import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** A file that this user's own Slipway wrote with `writeStateFile`; absent when there is none or it is not whole. */
export function readStateFile(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/** The file holds exactly this value, whole, readable by its owner only; a reader never sees half of it. */
export function writeStateFile(path: string, value: unknown): void {
  writePrivateFile(path, `${JSON.stringify(value, undefined, 2)}\n`);
}

/** The same for any text, a kubeconfig for one. */
export function writePrivateFile(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const staged = `${path}.${process.pid}.new`;
  rmSync(staged, { force: true });
  writeFileSync(staged, text, { mode: 0o600, flag: 'wx' });
  renameSync(staged, path);
}

export function removeStateFile(path: string): void {
  rmSync(path, { force: true });
}
