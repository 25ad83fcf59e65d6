import type { SimulatedCluster } from './model/cluster';
import type { Machine } from './model/machine';
import { isRunning } from './model/operations';
import { findTraces } from './model/traces';
import type { World } from './model/world';

/**
 * Whether a simulated world is as it must be after these nodes were reset, whatever happened meanwhile: the cluster does
 * not count on them any more and goes on, and their machines are as before they had joined. Returns what is wrong.
 */
export function judgeReset(world: World, gone: readonly string[], { hadRival = false } = {}): string[] {
  const staying = world.machines.filter(({ name }) => !gone.includes(name));
  return [
    ...world.journal.violations,
    ...gone.flatMap((name) => judgeMachine(world.machine(name), hadRival)),
    ...staying.flatMap(judgeRunning),
    ...(staying.length === 0 ? [] : judgeRest(world, gone)),
  ];
}

function judgeMachine(machine: Machine, hadRival: boolean): string[] {
  const { name, disk, kubelet, etcd, podTraces, resources, fence, operations } = machine;
  const files = [...disk.list('/etc/kubernetes'), ...disk.list('/var/lib')];
  // Past the look that the product has a part in, from which the model's own is made.
  const running = [...(kubelet.isActive ? ['its kubelet'] : []), ...(etcd === undefined ? [] : ['its etcd'])];
  // A run that was late may have claimed what was clean already, and has let it go again.
  const isFenced = fence !== undefined && !(hadRival && fence.released);
  const units = ['kubelet.service', 'haproxy.service', 'keepalived.service'].filter((unit) => resources.hasUnit(unit));
  return [
    ...files.map((path) => `${name} still has ${path}`),
    ...running.map((what) => `${name}: ${what} still runs`),
    ...[...podTraces].map((trace) => `${name} still has ${trace}`),
    ...findTraces(machine).map(({ what }) => `${name} still shows ${what}`),
    ...units.map((unit) => `${unit} still starts on ${name}`),
    ...(isFenced ? [`${name} is still fenced for ${fence.holder}`] : []),
    ...[...operations.keys()].map((id) => `${name} still keeps operation ${id}`),
    ...judgeRunning(machine),
  ];
}

function judgeRunning(machine: Machine): string[] {
  const { name, lock, operations } = machine;
  const running = [...operations.values()].filter((operation) => isRunning(machine, operation));
  return [
    ...(lock.holder === undefined ? [] : [`${name} is still locked: ${lock.holder}`]),
    ...running.map(({ id }) => `${id} still runs`),
  ];
}

function judgeRest({ clusters: [live], machines }: World, gone: readonly string[]): string[] {
  if (live === undefined) return ['the cluster is gone'];
  const isGone = (name: string) => gone.includes(name);
  const members = live.members.filter(({ name, peerUrl }) => isGone(name) || isOf(peerUrl, gone, live));
  const staying = machines.filter(({ name }) => !isGone(name));
  return [
    ...members.map(({ name, id }) => `etcd still has the member ${name || id}`),
    ...(live.hasQuorum ? [] : ['etcd has lost its quorum']),
    ...gone.filter((name) => live.nodes.has(name)).map((name) => `the Node ${name} is still there`),
    ...staying.filter(({ name }) => live.stateOf(name) !== 'ready').map(({ name }) => `${name} is not ready`),
    ...staying.flatMap(({ name, fence }) =>
      fence?.released === false ? [`${name} is still held by ${fence.holder}`] : [],
    ),
  ];
}

function isOf(peerUrl: string, names: readonly string[], { world }: SimulatedCluster): boolean {
  return names.some((name) => world.machine(name).peerUrl === peerUrl);
}
