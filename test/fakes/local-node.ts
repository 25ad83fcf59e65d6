import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import type { ExecOptions, ExecResult, Session } from '../../src/ssh/session';

/**
 * A session that runs scripts for real in the shell of this machine, with the node's own directories moved into a
 * temporary one and commands of one's own first in PATH. What a script does elsewhere, it does to this machine.
 */
export class LocalNode implements Session {
  readonly node: string = 'node-1';
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'slipway-node-')));
  readonly owner = `${userInfo().username}:${userInfo().username}`;
  roundTrips = 0;
  readonly #running = new Set<number>();

  constructor() {
    mkdirSync(join(this.root, 'bin'));
  }

  path(...parts: string[]): string {
    return join(this.root, ...parts);
  }

  /** Puts a command first in the node's PATH. */
  addCommand(name: string, script: string): void {
    const file = this.path('bin', name);
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
  }

  run(script: string, options: ExecOptions = {}): Promise<ExecResult> {
    this.roundTrips += 1;
    const text = this.#relocate(script);
    return new Promise((resolve, reject) => {
      const child = spawn('/bin/sh', ['-c', 'script=$(cat) && eval "$script" </dev/null'], {
        detached: true,
        env: { PATH: this.#path(), LC_ALL: 'C', LOCAL_NODE: this.root },
      });
      const pid = child.pid;
      if (pid !== undefined) this.#running.add(pid);
      let stdout = '';
      let stderr = '';
      child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
        stdout += chunk;
        options.onStdout?.(chunk);
      });
      child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
        stderr += chunk;
        options.onStderr?.(chunk);
      });
      options.signal?.addEventListener('abort', () => reject(options.signal?.reason), { once: true });
      child.once('close', (code) => {
        if (pid !== undefined) this.#running.delete(pid);
        if (code === null) reject(new Error('the shell was killed'));
        else resolve({ exitCode: code, stdout, stderr });
      });
      child.stdin.on('error', () => {});
      child.stdin.end(text);
    });
  }

  /** Kills every shell that runs, with all its children, as a power cut does. */
  killAll(): void {
    for (const pid of this.#running) killGroup(pid);
  }

  close(): Promise<void> {
    this.killAll();
    rmSync(this.root, { recursive: true, force: true });
    return Promise.resolve();
  }

  #path(): string {
    return `${this.path('bin')}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`;
  }

  #relocate(script: string): string {
    return script
      .replaceAll('/var/lib/slipway', this.path('state'))
      .replaceAll('/run/slipway', this.path('run'))
      .replaceAll('PATH=/usr/local/sbin', `PATH=${this.path('bin')}:/usr/local/sbin`);
  }
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // It may have ended while nobody looked.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
