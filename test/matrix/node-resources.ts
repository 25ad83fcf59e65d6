import type { Resource, ResourceKind, Step } from '../../src/resources/resource';

type OfKind<Kind extends ResourceKind> = Extract<Resource, { kind: Kind }>;

/** All resources of one kind, in the order of the steps. */
export function listOf<Kind extends ResourceKind>(
  { steps }: { readonly steps: readonly Step[] },
  kind: Kind,
): OfKind<Kind>[] {
  return steps.flatMap(({ resources }) => resources.filter((each): each is OfKind<Kind> => each.kind === kind));
}

/** One fault for each that is wanted and not there. */
export function findMissing(what: string, wanted: readonly string[], found: readonly string[]): string[] {
  return wanted.filter((each) => !found.includes(each)).map((each) => `${what} ${each} is missing`);
}
