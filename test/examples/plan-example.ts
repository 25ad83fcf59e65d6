import { diffStep } from '../../src/activities/diff-nodes';
import { catalog } from '../../src/catalog/catalog';
import { osFamilyOf, runtimeOf } from '../../src/catalog/look-up';
import type { Cluster, Node } from '../../src/config/cluster';
import type { NodeFacts } from '../../src/plan/facts';
import { planInstall } from '../../src/plan/install';
import { toStepReport } from '../../src/remote/check-steps';
import { isSecretFile, type StepInspection } from '../../src/remote/inspect-steps';
import { kindOf } from '../../src/remote/kinds';
import type { ResourceReport } from '../../src/resources/report';
import type { Resource, Step } from '../../src/resources/resource';
import type { PlanReport } from '../../src/workflows/messages';
import { freshFacts } from '../fakes/node-facts';
import { renderCluster, renderNodes } from '../matrix/render-node';

/** A machine as its installer leaves it, beside what every fresh one has. */
export type Machine = Partial<NodeFacts> & Pick<NodeFacts, 'os'>;

/**
 * What `slipway plan` reports of the cluster on such machines: nothing that is wanted is there. Of nodes with the same
 * roles the first one alone has its files shown.
 */
export function planExample(cluster: Cluster, machine: Machine): PlanReport {
  const nodes = renderNodes(renderCluster(cluster), machine.os).map(({ node, steps }) => {
    const bare = freshFacts(node, machine);
    const inspections = steps.map((step) => inspectFresh(step, bare));
    const facts = { ...bare, steps: inspections.map(({ report }) => report) };
    return { node, facts, steps: inspections.map((each, index) => diffStep(each, steps[index])) };
  });
  const plan = planInstall(
    cluster,
    { facts: nodes.map(({ facts }) => facts), unreachable: [], links: [] },
    {
      holder: `default/slipway/${cluster.metadata.name}/run-1`,
      freshUid: 'fresh-uid',
      imageDirectory: runtimeOf(cluster, catalog).dataDirectory,
      supportedOs: {
        names: Object.values(catalog.os).flatMap(({ ids }) => ids),
        covers: (os) => osFamilyOf(os, catalog) !== undefined,
      },
    },
  );
  const shown = nodes.filter(({ node }) => isFirstOfItsRoles(cluster, node));
  return { plan, diffs: shown.map(({ node, steps }) => ({ node: node.name, steps })), roundTrips: {} };
}

const isFirstOfItsRoles = ({ spec }: Cluster, node: Node) =>
  spec.nodes.find(({ roles }) => roles.join() === node.roles.join())?.name === node.name;

function inspectFresh(step: Step, facts: NodeFacts): StepInspection {
  const files = step.resources.flatMap((each) =>
    each.kind === 'file' && !isSecretFile(each) ? [{ file: each, current: undefined }] : [],
  );
  const reports = step.resources.map((resource) => reportFresh(resource, facts));
  return { report: toStepReport(step, reports), files };
}

function reportFresh(resource: Resource, facts: NodeFacts): ResourceReport {
  return {
    kind: resource.kind,
    subject: kindOf(resource).subject(resource),
    state: isAsWanted(resource, facts) ? 'ok' : 'pending',
    disruption: resource.disruption,
    ...(resource.kind === 'file' && { reason: 'missing' }),
  };
}

/** What must not be there is not, and the machine has its name and is through with its first boot. */
function isAsWanted({ kind, ...resource }: Resource, { swap, firewall, selinux }: NodeFacts): boolean {
  if (kind === 'swap') return swap.active.length === 0 && !swap.persistent;
  if (kind === 'firewall') return firewall === undefined;
  if (kind === 'command' && 'title' in resource && resource.title.startsWith('SELinux ')) return selinux === undefined;
  if (kind === 'command') return 'title' in resource && resource.title === 'cloud-init';
  return kind === 'absent' || kind === 'hostname' || kind === 'package-sources';
}
