import type { PodNetwork } from '../plan/pod-network';
import { applyObjects } from '../remote/apply-objects';
import { fetchRecord, writeRecord } from '../remote/pod-network/record';
import type { ActivityDependencies } from './activity-frame';
import { cniManifest } from './cni-manifest';
import type { SlipwayActivities } from './contract';
import { runOnControlPlane, writerOf } from './control-plane-access';
import { describePodNetwork } from './wanted-pod-network';

/**
 * Afterwards the API server holds the pod network's objects, and a record of them by which a later install knows what it
 * finds; nodes become Ready as its pods start. Where the record is of anything else, it is there before the first object,
 * without a digest, and whole after the last one.
 */
export function applyCni(dependencies: ActivityDependencies): SlipwayActivities['applyCni'] {
  return (input) =>
    runOnControlPlane(dependencies, input, async ({ kubectl, catalog, signal, report }) => {
      const manifest = await cniManifest(input.cluster, catalog);
      const { digest, ...wanted } = describePodNetwork(input.cluster, catalog, manifest);
      const options = { writer: writerOf('apply CNI', input.fence), signal };
      const before = await fetchRecord(kubectl, signal);
      report(`applying ${wanted.name}`);
      // A late attempt, which may be cut off anywhere, leaves whole what the one that took its place has made whole.
      if (before?.network.digest === digest) return applyObjects(kubectl, manifest, options);
      const network = keepOlderParts(wanted, before?.network);
      const after = await writeRecord(kubectl, network, { ...options, after: before?.resourceVersion });
      const result = await applyObjects(kubectl, manifest, options);
      await writeRecord(kubectl, { ...network, digest }, { ...options, after });
      return result;
    });
}

/** What an earlier version of the same network had and this one has not stays in the cluster: it goes with the network. */
function keepOlderParts(wanted: PodNetwork, recorded: PodNetwork | undefined): PodNetwork {
  if (recorded?.name !== wanted.name) return wanted;
  const older = recorded.objects.filter((object) => !wanted.objects.includes(object));
  return { ...wanted, objects: [...wanted.objects, ...older] };
}
