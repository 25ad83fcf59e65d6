import { ApplicationFailure } from '@temporalio/workflow';
import type { SlipwayActivities } from '../activities/contract';
import type { Cluster } from '../config/cluster';
import { scopeCluster } from '../config/scope-cluster';
import type { NodeFacts } from '../plan/facts';
import type { InstallPlan } from '../plan/install-plan';
import { perform, type Perform } from './perform';

/** Nodes of one activity: enough to spare Temporal, few enough for one payload and one retry. */
const FACTS_BATCH = 25;
/** Findings named in the failure's message; all of them are in its details. */
const NAMED_FINDINGS = 5;
/** A failure stays under 2 KiB. */
const MAX_FINDING_LENGTH = 340;

type Unreachable = Awaited<ReturnType<SlipwayActivities['gatherFacts']>>['unreachable'][number];

export interface Observation {
  readonly facts: readonly NodeFacts[];
  readonly unreachable: readonly Unreachable[];
  readonly roundTrips: Readonly<Record<string, number>>;
}

/** The facts of all nodes, gathered side by side by the workers of each site; nothing is changed. */
export async function gatherFacts(
  cluster: Cluster,
  through: Perform = perform,
  purpose?: 'reset',
): Promise<Observation> {
  const gathered = await Promise.all(
    siteBatches(cluster, FACTS_BATCH).map((nodes) =>
      through(
        'gatherFacts',
        { cluster: scopeCluster(cluster, ...nodes), nodes, ...(purpose && { purpose }) },
        { ...placeOf(nodes), about: nodeRange(nodes) },
      ),
    ),
  );
  return {
    facts: gathered.flatMap(({ facts }) => facts),
    unreachable: gathered.flatMap(({ unreachable }) => unreachable),
    roundTrips: Object.assign({}, ...gathered.map(({ roundTrips }) => roundTrips)) as Record<string, number>,
  };
}

/** The decision about what was observed; pure code, run as an activity so that a mended planner cannot break a run. */
export function planInstall(
  cluster: Cluster,
  { facts, unreachable }: Observation,
  holder: string,
  through: Perform = perform,
): Promise<InstallPlan> {
  return through('planInstall', { cluster, facts: facts.map(withBriefSteps), unreachable, holder });
}

/** A plan asks which steps have something pending, not what: a fresh machine's reports alone are tens of kilobytes. */
function withBriefSteps(facts: NodeFacts): NodeFacts {
  if (facts.steps === undefined) return facts;
  const steps = facts.steps.map((step) => ({ ...step, pending: step.pending.slice(0, 1), unsupported: [] }));
  return { ...facts, steps };
}

/** Throws `PreflightFailed` with all findings that are a person's to fix; nothing has been changed then. */
export function refuseOnFindings(plan: Pick<InstallPlan, 'findings'>): void {
  const findings = plan.findings.filter(({ verdict }) => verdict.kind === 'yours-to-fix');
  if (findings.length === 0) return;
  const named = findings
    .slice(0, NAMED_FINDINGS)
    .map(({ node, message, fix }) => `${node ?? 'cluster'}: ${message}. ${fix}`.slice(0, MAX_FINDING_LENGTH));
  const hidden = findings.length - named.length;
  throw ApplicationFailure.create({
    type: 'PreflightFailed',
    message: [
      `Preflight found ${findings.length} thing(s) that are yours to fix; nothing was changed`,
      ...named,
      ...(hidden > 0 ? [`and ${hidden} more`] : []),
    ].join('\n'),
    nonRetryable: true,
    details: [{ findings }],
  });
}

/** Names of nodes in batches that never mix sites, in the order of the file. */
export function siteBatches(cluster: Cluster, size: number, names?: readonly string[]): string[][] {
  const wanted = names === undefined ? undefined : new Set(names);
  const bySite = new Map<string, string[]>();
  for (const { name, site } of cluster.spec.nodes)
    if (wanted?.has(name) ?? true) bySite.set(site, [...(bySite.get(site) ?? []), name]);
  return [...bySite.values()].flatMap((nodes) => slices(nodes, size));
}

/** `cp-1` or `cp-1 … w-2 (5 nodes)`. */
export function nodeRange(nodes: readonly string[]): string {
  const [first = ''] = nodes;
  return nodes.length < 2 ? first : `${first} … ${nodes.at(-1)} (${nodes.length} nodes)`;
}

function placeOf([first]: readonly string[]): { through?: string } {
  return first === undefined ? {} : { through: first };
}

function slices<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
