import type { Machine } from './model/machine';
import type { WorldHooks } from './model/world';
import type { CallFate } from './remote/session';
import type { AttemptPlace, WorkerHooks, WorkerProcess } from './temporal/worker-process';

/** Kinds of places in a run where a fault can strike. */
export type PointKind = 'schedule' | 'begin' | 'call' | 'end' | 'step';

/** One place in a run, e.g. `end joinWorker w-1`, or `step cp-1 kubeadm-init /etc/kubernetes/pki/ca.key`. */
export interface Point {
  readonly kind: PointKind;
  readonly name: string;
  /** How many times the run had come to a place of this name, this time included. */
  readonly occurrence: number;
  /** What the fault may hit. */
  readonly machine?: Machine;
  readonly worker?: WorkerProcess;
  /** The activity, where there is one. */
  readonly activity?: string;
}

/** Every place that a run comes to is told to `strike`; for a call it says what becomes of it. */
export class Points implements WorldHooks, WorkerHooks {
  readonly #counts = new Map<string, number>();
  readonly #strike: (point: Point) => CallFate | undefined;

  constructor(strike: (point: Point) => CallFate | undefined) {
    this.#strike = strike;
  }

  /** Places are counted from here on. */
  restart(): void {
    this.#counts.clear();
  }

  schedule(activity: string): void {
    this.#reach({ kind: 'schedule', name: `schedule ${activity}`, activity });
  }

  attemptBegins(worker: WorkerProcess, { activity, node }: AttemptPlace): void {
    this.#reach({ kind: 'begin', name: `begin ${activity} ${node ?? ''}`, worker, activity });
  }

  attemptEnds(worker: WorkerProcess, { activity, node }: AttemptPlace): void {
    this.#reach({ kind: 'end', name: `end ${activity} ${node ?? ''}`, worker, activity });
  }

  callBegins(worker: WorkerProcess, { activity, node }: AttemptPlace, command: string): CallFate {
    const name = `call ${activity} ${node ?? ''} ${command}`;
    return this.#reach({ kind: 'call', name, worker, activity }) ?? 'through';
  }

  nodeStep(machine: Machine, step: string): void {
    this.#reach({ kind: 'step', name: `step ${machine.name} ${step}`, machine });
  }

  #reach(place: Omit<Point, 'occurrence'>): CallFate | undefined {
    const occurrence = (this.#counts.get(place.name) ?? 0) + 1;
    this.#counts.set(place.name, occurrence);
    return this.#strike({ ...place, occurrence });
  }
}
