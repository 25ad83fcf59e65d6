import { osFamilyOf } from '../catalog/look-up';
import type { Node } from '../config/cluster';
import { canonicalJson } from '../config/digest';
import type { NodeFacts } from '../plan/facts';
import { checkSteps } from '../remote/check-steps';
import { probeNode } from '../remote/probe';
import type { Step } from '../resources/resource';
import type { Session } from '../ssh/session';
import { nodeSteps, retireSteps, type StepFacts } from '../steps';
import { runActivity, type ActivityDependencies, type ActivityFrame } from './activity-frame';
import type { SlipwayActivities } from './contract';
import { askPatiently } from './ask-patiently';
import { classify } from './failures';
import type { KnownMachines } from './known-machines';
import { mapBounded } from './map-bounded';
import { describeProbe } from './probe-request';
import { nodeOf } from './ssh-target';
import { knownStaticFacts, rememberStaticFacts } from './static-facts';
import { resolveWorkerInputs } from './worker-inputs';

type Result = Awaited<ReturnType<SlipwayActivities['gatherFacts']>>;
type Gathered =
  | { readonly facts: NodeFacts; readonly roundTrips: number }
  | { readonly unreachable: Result['unreachable'][number] };

/** What is asked, and what machines are remembered by. */
interface Ask {
  readonly purpose: 'install' | 'reset';
  readonly machines?: KnownMachines;
}

/** Nodes asked at the same time by one activity. */
const AT_ONCE = 25;

/** The facts of every node that could be asked, and why the others could not; nothing is changed. */
export const gatherFacts =
  (dependencies: ActivityDependencies) =>
  ({ cluster, nodes, purpose = 'install' }: Parameters<SlipwayActivities['gatherFacts']>[0]): Promise<Result> =>
    runActivity(dependencies, { cluster }, async (frame) => {
      const gathered = await mapBounded(nodes, AT_ONCE, (name) =>
        gatherOne(frame, nodeOf(cluster, name), { purpose, ...dependencies }),
      );
      const found = gathered.flatMap((each) => ('facts' in each ? [each] : []));
      return {
        facts: found.map(({ facts }) => facts),
        unreachable: gathered.flatMap((each) => ('unreachable' in each ? [each.unreachable] : [])),
        roundTrips: Object.fromEntries(found.map(({ facts, roundTrips }) => [facts.node, roundTrips])),
      };
    });

async function gatherOne(frame: ActivityFrame, node: Node, ask: Ask): Promise<Gathered> {
  try {
    return await askPatiently(frame, node.name, async () => {
      const session = await frame.openSession(node.name);
      const before = session.roundTrips;
      const facts = await askNode(frame, session, node, ask);
      frame.report(`facts of ${node.name}`);
      return { facts, roundTrips: session.roundTrips - before };
    });
  } catch (error) {
    frame.signal.throwIfAborted();
    const message = error instanceof Error ? error.message : String(error);
    return { unreachable: { node: node.name, type: classify(error), message } };
  }
}

/** Where the machine is known from before, its steps are checked in the same round trip; else in a second one. */
async function askNode(
  frame: ActivityFrame,
  session: Session,
  node: Node,
  { purpose, machines }: Ask,
): Promise<NodeFacts> {
  const { cluster, catalog, signal } = frame;
  const machine = `${cluster.metadata.name}/${node.name}/${node.address}`;
  const known = (await knownStaticFacts(session)) ?? (await machines?.recall(machine));
  const steps = known && (await buildSteps(frame, node, known, purpose));
  const facts = await probeNode(session, { ...describeProbe(cluster, node, catalog), signal, ...(steps && { steps }) });
  const remembered = rememberStaticFacts(session, facts);
  await machines?.remember(machine, remembered);
  const wanted = await buildSteps(frame, node, facts, purpose);
  if (wanted === undefined || canonicalJson(steps) === canonicalJson(wanted)) return facts;
  return { ...facts, steps: await checkSteps(session, wanted, { signal }) };
}

/** Undefined for a machine that no steps can be made for; preflight says why. Errors: those of worker inputs. */
async function buildSteps(
  { cluster, catalog }: ActivityFrame,
  node: Node,
  facts: StepFacts,
  purpose: Ask['purpose'],
): Promise<readonly Step[] | undefined> {
  const hasAddress = facts.interfaces.some(({ addresses }) =>
    addresses.some((address) => address.split('/')[0] === node.address),
  );
  if (purpose === 'reset') return hasAddress ? retireSteps(cluster, node, facts, undefined, catalog) : undefined;
  if (osFamilyOf(facts.os, catalog) === undefined || facts.architecture === 'unknown' || !hasAddress) return undefined;
  return nodeSteps(cluster, node, facts, await resolveWorkerInputs(cluster, node, facts, catalog), catalog);
}
