import { setTimeout as sleep } from 'node:timers/promises';
import type { Lab } from '../../../../lab';
import { KUBECTL } from '../../../e2e/support/cluster-oracle';

const LOOK_EVERY_MS = 2_000;
/**
 * Each asks its own API server, whatever the endpoint of all is at the moment; a machine may have no kubectl yet. Beside an
 * empty admin.conf kubectl prints a question for a user's name: what a failed one has printed is no answer.
 */
const OWN = '--server https://127.0.0.1:6443 --tls-server-name kubernetes --request-timeout 2s';
const ASK = `${KUBECTL.join(' ')} ${OWN} get namespace kube-system -o 'jsonpath={.metadata.uid}'`;

/** Every UID that the namespace kube-system has had on some control plane since the watch began. */
export class UidWatch {
  readonly seen = new Set<string>();
  readonly #lab: Lab;
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
    const answers = await Promise.all(controlPlanes.map(({ name }) => this.#lab.exec(name, ['sh', '-c', ASK])));
    for (const { exitCode, stdout } of answers) if (exitCode === 0) this.seen.add(stdout.trim());
  }

  async #watch(): Promise<void> {
    while (!this.#isOver) {
      await this.look();
      await sleep(LOOK_EVERY_MS);
    }
  }
}
