import type { Writer } from '../../../../src/remote/guard';
import { sleep } from './clock';
import type { Machine } from './machine';

/** The power went away under a process: it ends where it is. */
export class PowerLost extends Error {
  override readonly name = 'PowerLost';
}

/** Something that runs on a machine until it ends or the power goes. */
export class Process {
  readonly machine: Machine;
  readonly name: string;
  readonly #boot: number;
  /** Set while the process holds the node's lock. */
  writer: Writer | undefined;

  constructor(machine: Machine, name: string) {
    this.machine = machine;
    this.name = name;
    this.#boot = machine.boot;
  }

  get isAlive(): boolean {
    return this.machine.isOn && this.machine.boot === this.#boot;
  }

  /** Takes so long; rejects with PowerLost when the machine goes off meanwhile. */
  async work(ms: number, what?: string): Promise<void> {
    if (what !== undefined) this.machine.world.hooks.nodeStep(this.machine, `${this.name} ${what}`);
    await sleep(this.machine.world.clock, ms);
    if (!this.isAlive) throw new PowerLost(`${this.machine.name} lost power`);
  }

  /** Writes a file; a power cut in the middle leaves the old one, the new one, or an empty one. */
  async write(path: string, content: string, ms = 40): Promise<void> {
    this.mutate(`write ${path}`);
    this.machine.openFiles.add(path);
    await this.work(ms, path);
    this.machine.openFiles.delete(path);
    this.machine.disk.write(path, content);
    this.machine.kubelet.look();
  }

  remove(path: string): void {
    this.mutate(`remove ${path}`);
    this.machine.disk.remove(path);
    this.machine.kubelet.look();
  }

  /** To be said before anything is changed: the journal watches who writes. */
  mutate(what: string): void {
    const { machine, writer } = this;
    if (writer === undefined) return;
    machine.world.journal.count('writes');
    const { epoch, holder } = writer.fence;
    const { newestClaim } = machine;
    if (newestClaim === undefined || (epoch === newestClaim.epoch && holder === newestClaim.holder)) return;
    machine.world.journal.violate(
      `${machine.name}: '${this.name}' of epoch ${epoch} went on (${what}) after epoch ${newestClaim.epoch} had claimed the node`,
    );
  }
}
