import {
  type Software,
  containerdRelease,
  needsCalico,
  needsCalicoOperator,
  needsCriDockerd,
  needsTool,
} from '../software';
import { kubernetesRelease } from '../versions';
import type { Artifact } from './artifact';
import { CALICO_ARTIFACTS, CALICO_OPERATOR_ARTIFACTS } from './calico-artifacts';
import { FLANNEL_ARTIFACTS, listComponentArtifacts } from './component-artifacts';
import { listKubernetesArtifacts } from './kubernetes-artifacts';
import { buildkit, cniPlugins, containerd, criDockerd, crictl, crio, runc } from './node-artifacts';

/** Everything that a cluster of this software needs in the lab; pure. Throws for a version without a recipe. */
export function listArtifacts(software: Software): readonly Artifact[] {
  const release = kubernetesRelease(software.kubernetesVersion);
  const runtime = containerdRelease(software);
  return [
    ...listKubernetesArtifacts(release),
    containerd(runtime.version),
    runc(runtime.runc),
    cniPlugins,
    ...(needsCriDockerd(software) ? [criDockerd] : []),
    ...(software.runtime === 'cri-o' ? [crio] : []),
    ...(needsTool('crictl', software) ? [crictl] : []),
    ...(needsTool('buildkit', software) ? [buildkit] : []),
    ...listComponentArtifacts(release),
    ...FLANNEL_ARTIFACTS,
    ...(needsCalico(software) ? CALICO_ARTIFACTS : []),
    ...(needsCalicoOperator(software) ? CALICO_OPERATOR_ARTIFACTS : []),
  ];
}
