import type { Connection } from './connection';
import { sshError } from './errors';
import { untilAborted, withinLimit } from './limit';
import { createMarks, describeRootShell } from './loader';
import { explainNoRootShell, explainSilentShell, explainWrongPassword } from './root-shell-failure';
import { runScript, type ShellExpectation } from './run-script';
import { readSecret } from './secret';
import type { ExecOptions, ExecResult, Session } from './session';
import type { SshTarget } from './target';

/** How a session gets at the pool's connection for its target. */
export interface ConnectionSource {
  connect(): Promise<Connection>;
  disconnect(): Promise<void>;
}

/** For sudo, its password and PAM's delays, on a machine under load. */
const readyTimeoutMs = 30_000;

/** A session over the pool: each command takes the connection that is live when it starts. */
export class PooledSession implements Session {
  readonly #target: SshTarget;
  readonly #source: ConnectionSource;
  #roundTrips = 0;

  constructor(target: SshTarget, source: ConnectionSource) {
    this.#target = target;
    this.#source = source;
  }

  get node(): string {
    return this.#target.node;
  }

  get roundTrips(): number {
    return this.#roundTrips;
  }

  async run(script: string, options: ExecOptions = {}): Promise<ExecResult> {
    const { signal, timeoutMs } = options;
    const timeoutError = () =>
      sshError(
        'timeout',
        this.#target,
        `the command took longer than ${timeoutMs} ms`,
        'It may still be at work there: look at the machine before repeating it.',
      );
    return withinLimit({ signal, timeoutMs, timeoutError }, (limit) => this.#runWithin(limit, script, options));
  }

  close(): Promise<void> {
    return this.#source.disconnect();
  }

  async #runWithin(signal: AbortSignal, script: string, options: ExecOptions): Promise<ExecResult> {
    const connection = await untilAborted(signal, this.#source.connect());
    const shell = await this.#expectShell();
    const channel = await connection.exec(describeRootShell(this.#target.sudo.mode, shell.marks), signal);
    this.#roundTrips += 1;
    try {
      return await untilAborted(connection.lost, untilAborted(signal, runScript(channel, shell, script, options)));
    } finally {
      channel.close();
    }
  }

  async #expectShell(): Promise<ShellExpectation> {
    const target = this.#target;
    return {
      marks: createMarks(),
      password:
        target.sudo.mode === 'password'
          ? await readSecret(target, 'sudo password', target.sudo.passwordRef)
          : undefined,
      readyTimeoutMs,
      explainSilence: (stderr) => explainSilentShell(target, readyTimeoutMs, stderr),
      explainWrongPassword: () => explainWrongPassword(target),
      explainExit: (code, stdout, stderr) => explainNoRootShell(target, code, stdout, stderr),
    };
  }
}
