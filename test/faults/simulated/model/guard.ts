import type { Fence } from '../../../../src/plan/fence';
import type { NodeFence } from '../../../../src/remote/fence';
import { toRefusal, type Writer } from '../../../../src/remote/guard';
import type { Machine } from './machine';
import type { Process } from './process';

interface Waiting {
  readonly grant: (isMine: boolean) => void;
}

/** The one lock of a node, as flock has it: whoever waits may be the next one. Gone with the power. */
export class NodeLock {
  #holder: string | undefined;
  readonly #waiting: Waiting[] = [];
  readonly #machine: Machine;

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  get holder(): string | undefined {
    return this.#holder;
  }

  /** False: it was not free within so many seconds. */
  take(holder: string, waitSeconds: number): Promise<boolean> {
    if (this.#holder === undefined) {
      this.#holder = holder;
      return Promise.resolve(true);
    }
    return new Promise((resolve) => {
      const waiting: Waiting = {
        grant: (isMine) => {
          takeBack();
          if (isMine) this.#holder = holder;
          else this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
          resolve(isMine);
        },
      };
      const takeBack = this.#machine.world.clock.after(waitSeconds * 1000, () => waiting.grant(false));
      this.#waiting.push(waiting);
    });
  }

  release(): void {
    this.#holder = undefined;
    if (this.#waiting.length === 0) return;
    const [next] = this.#waiting.splice(this.#machine.world.random.integer(0, this.#waiting.length - 1), 1);
    next?.grant(true);
  }
}

/** Runs `work` under the node's lock, with the fence compared. Errors: RemoteError as the real guard's. */
export async function underGuard<T>(process: Process, writer: Writer, work: () => Promise<T>): Promise<T> {
  return underLock(process, writer, () => {
    requireFence(process.machine, writer.fence);
    return work();
  });
}

/** As `underGuard`, without a look at the fence. */
export async function underLock<T>(process: Process, writer: Writer, work: () => Promise<T>): Promise<T> {
  const { machine } = process;
  const { lock, world } = machine;
  const isLocking = !world.broken.has('lock');
  if (isLocking && !(await lock.take(`${writer.verb}, for ${writer.fence.holder}`, writer.lockWaitSeconds))) {
    throw toRefusal(machine.name, 'busy', lock.holder ?? '');
  }
  try {
    await process.work(1);
    const others = [...machine.writers].map(({ verb }) => verb);
    if (others.length > 0) world.journal.violate(`${machine.name}: ${writer.verb} writes beside ${others.join(', ')}`);
    machine.writers.add(writer);
    process.writer = writer;
    return await work();
  } finally {
    machine.writers.delete(writer);
    if (isLocking) lock.release();
  }
}

function requireFence(machine: Machine, wanted: Fence): void {
  const { fence, name, world } = machine;
  if (world.broken.has('fence')) return;
  const refuse = (what: string) => toRefusal(name, what, fence === undefined ? '' : JSON.stringify(fence));
  if (fence === undefined) throw refuse('unclaimed');
  if (fence.clusterUid !== wanted.clusterUid) throw refuse('other-cluster');
  if (fence.epoch > wanted.epoch) throw refuse('superseded');
  if (fence.epoch < wanted.epoch) throw refuse('unclaimed');
  if (fence.holder !== wanted.holder || fence.released) throw refuse('superseded');
}

/** As `claimFence` says of the real one. */
export async function claim(process: Process, fence: Fence, takeOver: boolean): Promise<void> {
  const { machine } = process;
  await underLock(process, { verb: 'claim', fence, lockWaitSeconds: 30 }, async () => {
    if (machine.fence) refuseClaim(machine.name, machine.fence, fence, takeOver);
    await process.work(5, 'fence');
    machine.setFence({ ...fence, released: false });
  });
}

function refuseClaim(node: string, stands: NodeFence, wanted: Fence, takeOver: boolean): void {
  const refuse = (what: string) => toRefusal(node, what, JSON.stringify(stands));
  const isSame = stands.clusterUid === wanted.clusterUid && stands.holder === wanted.holder;
  if (stands.epoch > wanted.epoch || (stands.epoch === wanted.epoch && !isSame)) throw refuse('superseded');
  if (stands.clusterUid !== wanted.clusterUid && !takeOver) throw refuse('other-cluster');
  const workflowOf = (holder: string) => holder.slice(0, holder.lastIndexOf('/'));
  const isOver = stands.released || takeOver || workflowOf(stands.holder) === workflowOf(wanted.holder);
  if (!isOver) throw refuse('held');
}

/** As `releaseFence` says of the real one. */
export async function release(process: Process, fence: Fence): Promise<void> {
  const { machine } = process;
  await underLock(process, { verb: 'release', fence, lockWaitSeconds: 30 }, async () => {
    const { epoch, clusterUid, holder } = machine.fence ?? { epoch: -1, clusterUid: '', holder: '' };
    if (epoch !== fence.epoch || clusterUid !== fence.clusterUid || holder !== fence.holder) return;
    machine.epochs.clear();
    machine.requestKey = undefined;
    await process.work(5, 'fence');
    machine.setFence({ ...fence, released: true });
  });
}

/** As `forgetFence` says of the real one. */
export async function forget(process: Process, fence: Fence): Promise<void> {
  const { machine } = process;
  await underLock(process, { verb: 'forget', fence, lockWaitSeconds: 30 }, async () => {
    const { epoch, clusterUid, holder } = machine.fence ?? {};
    if (epoch !== fence.epoch || clusterUid !== fence.clusterUid || holder !== fence.holder) return;
    machine.epochs.clear();
    machine.requestKey = undefined;
    machine.operations.clear();
    await process.work(5, 'fence');
    machine.fence = undefined;
  });
}
