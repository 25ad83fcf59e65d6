import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

const TELL_AFTER_MS = 1_000;

/**
 * Runs `work` while no other process on this machine holds the lock `file`.
 * The kernel keeps the lock for a child that lives as long as its input is open, so a dead holder never blocks anyone.
 */
export async function withLock<Value>(
  file: string,
  work: () => Promise<Value>,
  onWait: () => void = () => undefined,
): Promise<Value> {
  await mkdir(dirname(file), { recursive: true });
  const holder = spawn('flock', [file, 'sh', '-c', 'echo held; exec cat'], { stdio: ['pipe', 'pipe', 'ignore'] });
  const ended = once(holder, 'close');
  const tell = setTimeout(onWait, TELL_AFTER_MS);
  try {
    await Promise.race([
      once(holder.stdout, 'data'),
      ended.then(() => {
        throw new Error(`Cannot take the lock ${file}.`);
      }),
    ]);
    clearTimeout(tell);
    return await work();
  } finally {
    clearTimeout(tell);
    holder.stdin.end();
    await ended;
  }
}
