import { applyObjects } from '../remote/apply-objects';
import type { ActivityDependencies } from './activity-frame';
import { cniManifest } from './cni-manifest';
import type { SlipwayActivities } from './contract';
import { runOnControlPlane, writerOf } from './control-plane-access';

/** Afterwards the API server holds the pod network's objects; nodes become Ready as its pods start. */
export function applyCni(dependencies: ActivityDependencies): SlipwayActivities['applyCni'] {
  return (input) =>
    runOnControlPlane(dependencies, input, async ({ kubectl, catalog, signal, report }) => {
      const manifest = await cniManifest(input.cluster, catalog);
      report(`applying ${input.cluster.spec.cni.name}`);
      return applyObjects(kubectl, manifest, { writer: writerOf('apply CNI', input.fence), signal });
    });
}
