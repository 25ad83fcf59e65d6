import { type Catalog, catalog as builtIn } from '../catalog/catalog';
import type { Cluster, Node } from '../config/cluster';
import type { Step } from '../resources/resource';
import { isEtcdAlone } from '../render/parts/external-etcd';
import { throughProxy } from './proxy';
import { onEtcdAlone, registry } from './registry';
import { type BuildStep, NO_WORKER_INPUTS, type StepFacts, type WorkerInputs } from './step-input';

export { artifactSources } from './artifacts';
export { ChecksumMissing, findMissingInputs } from './checksum';
export { resolvedByNode } from './proxy';
export { kubeadmApiServerConfig, kubeadmInitConfig, kubeadmJoinConfig } from './kubeadm-config';
export { withEtcdEndpoints } from '../render/kubeadm-api-server';
export { NO_WORKER_INPUTS, type StepFacts, type WorkerInputs } from './step-input';

/** What part of a node must look like, in the order in which it is made so. Pure; throws ChecksumMissing. */
export type BuildSteps = (
  cluster: Cluster,
  node: Node,
  facts: StepFacts,
  inputs?: WorkerInputs,
  catalog?: Catalog,
) => Step[];

export const prepareSteps = stepsOf('prepare');
export const runtimeSteps = stepsOf('runtime');
export const loadBalancerSteps = stepsOf('loadBalancer');
export const kubernetesSteps = stepsOf('kubernetes');
export const imageSteps = stepsOf('images');

/** Everything that a node must look like, in order. */
export const nodeSteps = stepsOf('prepare', 'runtime', 'loadBalancer', 'kubernetes', 'images');

/** What a node must look like that has left its cluster, beside what kubeadm and pods had on it, in order. */
export const retireSteps = stepsOf('retire');

function stepsOf(...parts: readonly (keyof typeof registry)[]): BuildSteps {
  return (cluster, node, facts, inputs = NO_WORKER_INPUTS, catalog = builtIn) =>
    parts
      .flatMap((part): readonly BuildStep[] => registry[part])
      .filter((build) => !isEtcdAlone(node) || onEtcdAlone.includes(build))
      .map((build) => build({ cluster, node, facts, inputs, catalog }))
      .filter((step) => step !== undefined)
      .map((step) => throughProxy(step, { cluster, node, facts, inputs, catalog }));
}
