import type { Random } from './model/random';
import type { Point, PointKind } from './points';

/** The faults of the matrix that are simulated; what each stands for is in docs/reliability.md. */
export const FAULT_IDS = ['W1', 'W2', 'W3', 'W4', 'T1', 'S1', 'S2', 'H1', 'E1', 'E2', 'C1'] as const;
export type FaultId = (typeof FAULT_IDS)[number];

/** Those of them that a reset is struck by: nothing joins in it. */
export const RESET_FAULT_IDS = ['W1', 'W2', 'W3', 'W4', 'T1', 'S1', 'S2', 'H1', 'C1'] as const;

/** What happens, with nothing more to be said of it. */
type Plain<What extends string> = What extends string ? { readonly do: What } : never;

export const INTERVENTIONS = ['cancel the run', 'terminate the run', 'install from a second Temporal server'] as const;

/** What happens. */
export type Blow =
  | Plain<'kill the worker' | 'kill workers every 5 to 30 s' | (typeof INTERVENTIONS)[number]>
  | { readonly do: 'stop the worker'; readonly ms: number }
  | { readonly do: 'stop the Temporal server'; readonly ms: number }
  | { readonly do: 'cut the session'; readonly when: 'before the command' | 'after its start' }
  | { readonly do: 'have the answer come late'; readonly ms: number }
  /** `emptied`: what was being written is empty afterwards, in place of as before. */
  | { readonly do: 'cut the power'; readonly offMs: number; readonly emptied: boolean }
  /** Another machine, with nothing on it, has its name and address after so long. */
  | { readonly do: 'destroy the machine'; readonly ms: number }
  | { readonly do: 'lose'; readonly what: Loss }
  | { readonly do: 'plant'; readonly what: Plant };

export const LOSSES = ['the bootstrap tokens', 'the Secret of the certificates', 'the ConfigMap of the epoch'] as const;
export type Loss = (typeof LOSSES)[number];
export const PLANTS = ['the learner of a machine that is gone', 'an old Node of each joiner'] as const;
export type Plant = (typeof PLANTS)[number];

export interface Fault {
  readonly id: FaultId;
  readonly blow: Blow;
  /** Name and occurrence of the place where it strikes (`placeOf`); absent: from the beginning. */
  readonly at?: string;
}

/** The places of a run without faults, by kind: where faults are drawn from. */
export type PlacesByKind = Readonly<Record<PointKind, readonly string[]>>;

export function placeOf({ name, occurrence }: Pick<Point, 'name' | 'occurrence'>): string {
  return `${name} (${occurrence})`;
}

export function describeFault({ id, blow, at }: Fault): string {
  const { do: what, ...details } = blow;
  const said = Object.values(details).join(', ');
  return `${id}: ${what}${said === '' ? '' : ` (${said})`}${at === undefined ? '' : `, at ${at}`}`;
}

const TEMPORAL_AWAY_MS = [5000, 20_000, 180_000];

/** Faults of these kinds. Some strike a place that this run, after an earlier fault, never comes to. */
export function drawFaults(random: Random, places: PlacesByKind, ids: readonly FaultId[] = FAULT_IDS): Fault[] {
  const count = random.isLucky(0.15) ? 3 : random.isLucky(0.4) ? 2 : 1;
  return Array.from({ length: count }, () => {
    const id = random.pick(ids);
    return { id, ...draws[id](random, places) };
  });
}

type Draw = (random: Random, places: PlacesByKind) => Omit<Fault, 'id'>;

const draws: Readonly<Record<FaultId, Draw>> = {
  W1: (random, { begin }) => ({ at: random.pick(begin), blow: { do: 'kill the worker' } }),
  W2: (random, { end }) => ({ at: random.pick(end), blow: { do: 'kill the worker' } }),
  W3: () => ({ blow: { do: 'kill workers every 5 to 30 s' } }),
  // At least twice the heartbeat timeout: a retry goes on beside it.
  W4: (random, { call }) => ({
    at: random.pick(call),
    blow: { do: 'stop the worker', ms: random.integer(16_000, 30_000) },
  }),
  T1: (random, { call }) => ({
    at: random.pick(call),
    blow: { do: 'stop the Temporal server', ms: random.pick(TEMPORAL_AWAY_MS) },
  }),
  S1: (random, { call }) => ({
    at: random.pick(call),
    blow: { do: 'cut the session', when: random.pick(['before the command', 'after its start'] as const) },
  }),
  S2: (random, { call }) => ({
    at: random.pick(call),
    blow: { do: 'have the answer come late', ms: random.integer(3000, 20_000) },
  }),
  H1: drawPowerCut,
  E1: drawSpoiledMaterial,
  E2: drawLostNode,
  C1: (random, { schedule }) => ({ at: random.pick(schedule), blow: { do: random.pick(INTERVENTIONS) } }),
};

/** A control plane is gone for good while its member is a learner, or a worker while it joins. */
function drawLostNode(random: Random, { step }: Pick<PlacesByKind, 'step'>): Omit<Fault, 'id'> {
  const learning = step.filter((place) => /kubeadm-join-etcd (learner added|\S*etcd\.yaml|promote) /.test(place));
  const joining = step.filter((place) => place.includes(' kubeadm-join '));
  if (learning.length === 0 && joining.length === 0) return drawPowerCut(random, { step });
  const at = random.pick(learning.length > 0 ? learning : joining);
  return { at, blow: { do: 'destroy the machine', ms: random.integer(60_000, 900_000) } };
}

/** Mostly under kubeadm. */
function drawPowerCut(random: Random, { step }: Pick<PlacesByKind, 'step'>): Omit<Fault, 'id'> {
  const steps = random.isLucky(0.7) ? step.filter(isKubeadmStep) : step;
  const blow = { do: 'cut the power', offMs: random.integer(2000, 45_000), emptied: random.isLucky(0.5) } as const;
  return { at: random.pick(steps), blow };
}

function isKubeadmStep(place: string): boolean {
  return place.includes(' kubeadm-');
}

function drawSpoiledMaterial(random: Random, places: PlacesByKind): Omit<Fault, 'id'> {
  const joins = places.begin.filter((name) => /JoinMaterial|ControlPlaneJoin|joinEtcdMember|joinWorker/.test(name));
  const canHeal = places.begin.some((name) => name.includes('joinEtcdMember'));
  if (canHeal && random.isLucky(0.3)) {
    return { at: 'schedule applyCni (1)', blow: { do: 'plant', what: random.pick(PLANTS) } };
  }
  const at = random.pick(joins.length > 0 ? joins : places.begin);
  return { at, blow: { do: 'lose', what: random.pick(LOSSES) } };
}
