import type { CommandOptions, CommandResult } from '../command';
import type { LinkState, SlowLink } from '../network/link';
import type { Machine } from './machine';

export type MachineState = 'running' | 'off' | 'missing';

/** What a machine is made in, and of. */
export interface MachinePlace {
  readonly lab: string;
  /** The first three parts of the lab's addresses. */
  readonly network: string;
  /** Image of this kind of machine. */
  readonly image: string;
}

/** The verbs of a machine, whatever it is made of. */
export interface MachineKind {
  /** The machine is there, new and off; what there was of it is gone. */
  create(place: MachinePlace, machine: Machine): Promise<void>;
  /** Resolves when the machine has booted and sshd answers. Starts it when it is off. */
  boot(lab: string, machine: Machine): Promise<void>;
  /** Everything on it ends at once; what it had written stays. No-op when it is off. */
  cutPower(lab: string, machine: Machine): Promise<void>;
  /** The machine is off, as after `poweroff`. No-op when it is off. */
  shutDown(lab: string, machine: Machine): Promise<void>;
  /** Runs `argv` as root, past sshd: the way that does not depend on what is tested. */
  exec(lab: string, machine: Machine, argv: readonly string[], options?: CommandOptions): Promise<CommandResult>;
  /** The machine is gone, with its data. */
  remove(lab: string, machine: Machine): Promise<void>;
  /** State of every machine of this kind in the lab, by container. One that was made half-way only is none. */
  readStates(lab: string): Promise<ReadonlyMap<string, MachineState>>;
  /** What is on a machine that is off is kept in `directory`, under the name of the snapshot. */
  keep(lab: string, machine: Machine, snapshot: string, directory: string): Promise<void>;
  /** The machine is made anew of what was kept, and is off. */
  bringBack(place: MachinePlace, machine: Machine, snapshot: string, directory: string): Promise<void>;
  readonly link: LinkVerbs;
}

/** The verbs of a machine's network cable. The machine must be running. */
export interface LinkVerbs {
  /** It sees no carrier, and no packet passes. */
  cut(lab: string, machine: Machine): Promise<void>;
  /** The cable is plugged in and as fast as ever. */
  heal(lab: string, machine: Machine): Promise<void>;
  /** What it sends arrives late and in part, until it is healed or loses power. */
  slow(lab: string, machine: Machine, slow: SlowLink): Promise<void>;
  read(lab: string, machine: Machine): Promise<LinkState>;
}
