import type { Cluster } from '../../../src/config/cluster';
import type { Shape } from './clusters';
import type { Random } from './model/random';

/** What is taken out of a cluster after it was installed. */
export interface ResetWish {
  /** Absent: the whole cluster. */
  readonly nodes?: readonly string[];
  readonly drain: boolean;
}

/** Shapes, and what is taken out of them; one of a kind, where the others would go the same way. */
const WISHES: readonly (readonly [Shape, readonly string[] | undefined])[] = [
  ['1+0', undefined],
  ['1+1', undefined],
  ['1+1', ['w-1']],
  ['1+2', ['w-1', 'w-2']],
  ['3+0', ['cp-1']],
  ['3+0', ['cp-2']],
  ['3+1', ['cp-3', 'w-1']],
  ['3+0', undefined],
];

/** A cluster, and what of it is to go. */
export function drawReset(random: Random): { readonly shape: Shape; readonly reset: ResetWish } {
  const [shape, nodes] = random.pick(WISHES);
  return { shape, reset: { drain: random.isLucky(0.8), ...(nodes && { nodes }) } };
}

/** Names of the nodes that go. */
export function nodesOf({ spec }: Cluster, { nodes }: ResetWish): readonly string[] {
  return nodes ?? spec.nodes.map(({ name }) => name);
}
