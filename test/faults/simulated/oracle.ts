import type { Cluster } from '../../../src/config/cluster';
import { controlPlanes } from '../../../src/config/nodes';
import type { SimulatedCluster } from './model/cluster';
import { isRunning } from './model/operations';
import { ALL_PAIRS, keyOf, otherHalfOf } from './model/places';
import type { World } from './model/world';

/**
 * Whether a simulated world is as it must be after an install, whatever happened meanwhile: read from the machines and
 * from the journal of the world alone, never by the product's own checks. Returns what is wrong, a sentence each.
 */
export function judge(world: World, cluster: Cluster): string[] {
  const [live, ...others] = world.clusters;
  if (live === undefined) return ['no etcd cluster ever began', ...world.journal.violations];
  return [
    ...world.journal.violations,
    ...(others.length > 0 ? [`${others.length + 1} etcd clusters were begun`] : []),
    ...judgeInit(world),
    ...judgeMembers(live, cluster),
    ...judgeNodes(live, cluster),
    ...judgeLeavings(live),
    ...judgeTrust(world, cluster),
  ];
}

/** What a run needs for itself: nothing of it stays. */
function judgeLeavings(cluster: SimulatedCluster): string[] {
  const { world, tokens, liveCertificates } = cluster;
  const live = [...tokens.keys()].filter((id) => cluster.findToken(id) !== undefined);
  return [
    ...live.map((id) => `bootstrap token ${id} is still there`),
    ...(liveCertificates === undefined ? [] : ['the Secret of the certificates is still there']),
    ...world.machines.flatMap((machine) => {
      const { name, lock, fence, requestKey, epochs, operations } = machine;
      const running = [...operations.values()].filter((operation) => isRunning(machine, operation));
      return [
        ...(lock.holder === undefined ? [] : [`${name} is still locked: ${lock.holder}`]),
        ...running.map(({ id }) => `${id} still runs`),
        ...(fence?.released === true ? [] : [`${name} is still held by ${fence?.holder}`]),
        ...(requestKey === undefined ? [] : [`the key of a join is still on ${name}`]),
        ...(epochs.size === 0 ? [] : [`join material is still on ${name}`]),
      ];
    }),
  ];
}

function judgeInit({ journal }: World): string[] {
  const ended = journal.countOf('kubeadm init ended well');
  return ended === 1 ? [] : [`kubeadm init ran to its end ${ended} times`];
}

function judgeMembers(live: SimulatedCluster, cluster: Cluster): string[] {
  const wanted = controlPlanes(cluster).map(({ name }) => name);
  const found = live.members.map(({ name, peerUrl, isLearner }) => (isLearner ? `${name || peerUrl} (learner)` : name));
  const isAsWanted = found.toSorted().join() === wanted.toSorted().join();
  const idle = live.members.filter((member) => live.machineOf(member)?.isEtcdRunning !== true);
  return [
    ...(isAsWanted ? [] : [`etcd has the members ${found.join(', ')}, and should have ${wanted.join(', ')}`]),
    ...idle.map(({ name, id }) => `member ${name || id} does not run`),
  ];
}

function judgeNodes(live: SimulatedCluster, cluster: Cluster): string[] {
  return cluster.spec.nodes.flatMap(({ name, roles, labels, taints }) => {
    const state = live.stateOf(name);
    const node = live.nodes.get(name);
    const isMarked = node?.isControlPlane === true;
    const isLabelled = Object.entries(labels).every(([key, value]) => node?.labels[key] === value);
    const isTainted = taints.every(({ key }) => node?.taints.some((taint) => taint.key === key));
    return [
      ...(isLabelled && isTainted ? [] : [`${name} lacks labels or taints of the file`]),
      ...(state === 'ready' ? [] : [`${name} is ${state}`]),
      ...(isMarked === roles.includes('control-plane') ? [] : [`${name} is marked as what it is not`]),
    ];
  });
}

/** One CA everywhere, and no control plane with half a pair. */
function judgeTrust(world: World, cluster: Cluster): string[] {
  const authorities = new Set(world.machines.map(({ caFingerprint }) => caFingerprint));
  const halves = controlPlanes(cluster).flatMap(({ name }) => {
    const { disk } = world.machine(name);
    const isWhole = (pair: string) =>
      disk.read(keyOf(pair)) !== undefined && disk.read(otherHalfOf(pair)) !== undefined;
    return ALL_PAIRS.filter((pair) => !isWhole(pair)).map((pair) => `${name} has no whole pair ${pair}`);
  });
  return [...(authorities.size === 1 ? [] : [`the nodes hold ${authorities.size} CAs`]), ...halves];
}

/** Secrets of the world that crossed Temporal in the clear, by where they stand in what crossed. */
export function findLeaks(world: World, texts: readonly string[]): string[] {
  const secrets = [...world.secrets];
  const leaky = texts.filter((text) => secrets.some((secret) => text.includes(secret)));
  return leaky.map((text) => `a secret crossed Temporal in: ${text.slice(0, 120)}…`);
}
