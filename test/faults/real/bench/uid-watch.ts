import { setTimeout as sleep } from 'node:timers/promises';
import type { Lab } from '../../../../lab';

const LOOK_EVERY_MS = 2_000;
const ASK = `
pki=/etc/kubernetes/pki
[ -s $pki/apiserver-kubelet-client.crt ] || exit 0
curl -sk -m 2 --cert $pki/apiserver-kubelet-client.crt --key $pki/apiserver-kubelet-client.key \
  https://127.0.0.1:6443/api/v1/namespaces/kube-system | sed -n 's/^    "uid": "\\([0-9a-f-]*\\)".*/\\1/p'`;

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
    for (const { stdout } of answers) if (stdout.trim() !== '') this.seen.add(stdout.trim());
  }

  async #watch(): Promise<void> {
    while (!this.#isOver) {
      await this.look();
      await sleep(LOOK_EVERY_MS);
    }
  }
}
