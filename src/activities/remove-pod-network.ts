import { setTimeout as sleep } from 'node:timers/promises';
import { daemonSetsOf, titleOf } from '../plan/pod-network';
import { listAgents } from '../remote/pod-network/list-agents';
import { fetchRecord, writeRecord } from '../remote/pod-network/record';
import { removeObjects } from '../remote/pod-network/remove-objects';
import type { ActivityDependencies } from './activity-frame';
import type { SlipwayActivities } from './contract';
import { type ControlPlaneAccess, runOnControlPlane, writerOf } from './control-plane-access';
import { failure } from './failures';

/** Of one attempt, for each thing that is waited for; patience over all of them is the failure's. */
const WAIT_MS = 60_000;
/** Pods take seconds to end: looked at more often, the API server would only be asked more. */
const PAUSE_MS = 2000;

/**
 * Afterwards the API has none of the objects of that pod network, and no pod of its DaemonSets runs on a node any more.
 * From the first moment on its record says that it is not whole. Errors: ApplicationFailure `PodNetworkStays`;
 * KubectlFailed; RemoteError of the guard.
 */
export const removePodNetwork =
  (dependencies: ActivityDependencies): SlipwayActivities['removePodNetwork'] =>
  (input) =>
    runOnControlPlane(dependencies, input, async (access) => {
      const { kubectl, catalog, signal, report } = access;
      const { digest: _, ...network } = input.network;
      const options = { writer: writerOf('remove the pod network', input.fence), signal };
      const before = await fetchRecord(kubectl, signal);
      // Another one stands in its place already: this attempt was replaced.
      if (before !== undefined && titleOf(before.network) !== titleOf(network)) return { removed: 0 };
      report(`removing ${network.name}`);
      await writeRecord(kubectl, network, { ...options, after: before?.resourceVersion });
      const { removed, left } = await removeObjects(kubectl, network.objects, { ...options, waitMs: WAIT_MS });
      if (left.length > 0) throw stays(left);
      const { agent } = catalog.cni[network.name] ?? {};
      await awaitAgents(access, [...daemonSetsOf(network), ...(agent === undefined ? [] : [agent])]);
      return { removed };
    });

/** One that still ran would put back what is taken off its node. */
async function awaitAgents({ kubectl, signal, report }: ControlPlaneAccess, daemonSets: readonly string[]) {
  const deadlineMs = Date.now() + WAIT_MS;
  for (;;) {
    const pods = await listAgents(kubectl, daemonSets, signal);
    if (pods.length === 0) return;
    if (Date.now() > deadlineMs) throw stays(pods);
    report(`${pods.length} pods of the old pod network end`);
    await sleep(PAUSE_MS, undefined, { signal });
  }
}

function stays(left: readonly string[]) {
  const more = left.length > 5 ? ` and ${left.length - 5} more` : '';
  return failure('PodNetworkStays', `these do not go: ${left.slice(0, 5).join(', ')}${more}`);
}
