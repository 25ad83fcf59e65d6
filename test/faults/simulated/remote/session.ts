import type { Session } from '../../../../src/ssh/session';
import { sshError } from '../../../../src/ssh/errors';
import type { SshTarget } from '../../../../src/ssh/target';
import { sleep } from '../model/clock';
import type { Machine } from '../model/machine';
import { PowerLost, type Process } from '../model/process';

/** What becomes of a call: nothing special, its connection dies before or after the node has begun, or its answer is late. */
export type CallFate = 'through' | 'cut-before' | 'cut-after' | { readonly answerLateMs: number };

/** The worker process that a session lives in. */
export interface Caller {
  /** Called before every command: waits while the process is stopped, and for ever once it is dead. */
  begin(node: string, command: string): Promise<CallFate>;
  /** Called before the process learns of an outcome, likewise. */
  end(): Promise<void>;
}

/** A session to a simulated machine: remote calls are functions on it, in place of scripts that a shell runs. */
export class SimulatedSession implements Session {
  readonly machine: Machine;
  readonly #target: SshTarget;
  readonly #caller: Caller;
  #roundTrips = 0;

  constructor(machine: Machine, target: SshTarget, caller: Caller) {
    this.machine = machine;
    this.#target = target;
    this.#caller = caller;
  }

  get node(): string {
    return this.machine.name;
  }

  get roundTrips(): number {
    return this.#roundTrips;
  }

  /**
   * One round trip: runs the script on the machine, whatever becomes of the connection meanwhile. Errors: SshError,
   * `signal.reason`, and what the script rejects with.
   */
  async exec<T>(command: string, script: (process: Process) => Promise<T>, signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted();
    this.#roundTrips += 1;
    const fate = await this.#caller.begin(this.node, command);
    const { clock, random } = this.machine.world;
    await sleep(clock, random.integer(2, 40));
    try {
      return await this.#carry(command, script, fate, signal);
    } finally {
      await this.#caller.end();
    }
  }

  async #carry<T>(
    command: string,
    script: (process: Process) => Promise<T>,
    fate: CallFate,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    const { machine } = this;
    const { clock, random } = machine.world;
    if (!machine.isOn) {
      await sleep(clock, 1000);
      throw sshError('unreachable', this.#target, 'connect ETIMEDOUT', 'Bring the machine back.');
    }
    if (fate === 'cut-before') throw this.#lost();
    const running = script(machine.spawn(command));
    running.catch(() => undefined);
    const stops: (() => void)[] = [];
    const interrupted = new Promise<never>((_, reject) => {
      stops.push(machine.onPowerCut(() => reject(this.#lost())));
      if (fate === 'cut-after') stops.push(clock.after(random.integer(1, 400), () => reject(this.#lost())));
      const abort = () => reject(signal?.reason as Error);
      signal?.addEventListener('abort', abort, { once: true });
      stops.push(() => signal?.removeEventListener('abort', abort));
    });
    try {
      const answer = await Promise.race([running, interrupted]);
      if (fate === 'cut-after') throw this.#lost();
      if (typeof fate === 'object') await Promise.race([sleep(clock, fate.answerLateMs), interrupted]);
      return answer;
    } catch (error) {
      throw error instanceof PowerLost ? this.#lost() : error;
    } finally {
      for (const stop of stops) stop();
    }
  }

  #lost(): Error {
    return sshError('connection-lost', this.#target, 'the connection was closed', 'It is connected again.');
  }

  /** Whatever still comes as text is not simulated. */
  async run(script: string): Promise<never> {
    throw new Error(`no function of the simulated world stands for this script:\n${script.slice(0, 600)}`);
  }

  async close(): Promise<void> {}
}
