import { setTimeout as sleep } from 'node:timers/promises';
import type { Lab } from '../../../../lab';
import { type Admin, askApiServer, readAdmin } from './ask-api-server';

const LOOK_EVERY_MS = 2_000;
const PORT = 6443;
const KUBE_SYSTEM = '/api/v1/namespaces/kube-system';

/**
 * Every UID that the namespace kube-system has had on some control plane since the watch began. Each is asked at its own
 * address, whatever the endpoint of all is at the moment.
 */
export class UidWatch {
  readonly seen = new Set<string>();
  readonly #lab: Lab;
  readonly #admins = new Map<string, Admin>();
  #isOver = false;
  #watching: Promise<void> | undefined;

  constructor(lab: Lab) {
    this.#lab = lab;
  }

  start(): void {
    this.#watching = this.#watch();
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#watching;
  }

  async look(): Promise<void> {
    const controlPlanes = (await this.#lab.machines()).filter(({ role }) => role === 'control-plane');
    await Promise.all(controlPlanes.map((machine) => this.#lookAt(machine)));
  }

  async #lookAt({ name, address }: { readonly name: string; readonly address: string }): Promise<void> {
    const known = this.#admins.get(name);
    if (known !== undefined && (await this.#ask(address, known))) return;
    // The machine may have been given another one since, by an init that was begun anew.
    const { exitCode, stdout } = await this.#lab.exec(name, ['cat', '/etc/kubernetes/admin.conf']);
    const read = exitCode === 0 ? readAdmin(stdout) : undefined;
    if (read === undefined) return;
    this.#admins.set(name, read);
    await this.#ask(address, read);
  }

  /** False when the API server does not know this administrator; true as well while there is none. */
  async #ask(address: string, admin: Admin): Promise<boolean> {
    const answer = await askApiServer(`${address}:${PORT}`, KUBE_SYSTEM, admin);
    if (answer.kind === 'object') this.seen.add((answer.object as { metadata: { uid: string } }).metadata.uid);
    return answer.kind !== 'refusal';
  }

  async #watch(): Promise<void> {
    while (!this.#isOver) {
      await this.look();
      await sleep(LOOK_EVERY_MS);
    }
  }
}
