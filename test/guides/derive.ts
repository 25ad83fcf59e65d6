import { parse, stringify } from 'yaml';

/** A setting of the example that the lab's machines have otherwise. */
export interface Difference {
  /** Below `spec`. */
  readonly setting: string;
  readonly example: string;
  readonly lab: string;
}

/** What is said of the example's own machines, and of where they get things from: the lab's are others. */
const OF_ITS_MACHINES = [
  'nodes',
  'nodeGroups',
  'ssh',
  'controlPlaneEndpoint',
  'artifacts',
  'registry',
  'packages',
  'images',
];

interface File {
  readonly spec: Mapping;
}
type Mapping = Readonly<Record<string, unknown>>;

/**
 * The example's cluster on the lab's machines: what the lab's file says stands before what the example says, and
 * `inLab` before both. The differences are what the example says otherwise; pure.
 */
export function deriveClusterFile(
  exampleText: string,
  labText: string,
  inLab: Mapping = {},
): { readonly text: string; readonly differences: readonly Difference[] } {
  const { spec: wanted } = parse(exampleText) as File;
  const lab = parse(labText) as File;
  const taken = Object.fromEntries(Object.entries(wanted).filter(([key]) => !OF_ITS_MACHINES.includes(key)));
  const spec = merge(merge(taken, lab.spec), inLab) as Mapping;
  return { text: stringify({ ...lab, spec }), differences: compare(taken, spec, '') };
}

function merge(base: unknown, over: unknown): unknown {
  if (!isMapping(base) || !isMapping(over) || isOtherChoice(base, over)) return over;
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) merged[key] = key in base ? merge(base[key], value) : value;
  return merged;
}

/** What has a name is one of several with settings of their own, which another does not know. */
const isOtherChoice = ({ name }: Mapping, over: Mapping) => 'name' in over && name !== over['name'];

function compare(example: unknown, lab: unknown, setting: string): Difference[] {
  if (isMapping(example) && isMapping(lab)) {
    return Object.entries(example).flatMap(([key, value]) =>
      compare(value, lab[key], setting === '' ? key : `${setting}.${key}`),
    );
  }
  const [left, right] = [show(example), show(lab)];
  return left === right ? [] : [{ setting, example: left, lab: right }];
}

function show(value: unknown): string {
  if (value === undefined) return 'not set';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
