import { basename } from 'node:path';
import { catalog } from '../../src/catalog/catalog';
import type { CniKind } from '../../src/catalog/cni/kind';
import type { KubernetesObject } from '../../src/catalog/kubernetes-object';
import { cniOf } from '../../src/catalog/look-up';
import { secretName } from '../../src/catalog/runtime/parts/mirror-files';
import type { Cluster, Node } from '../../src/config/cluster';
import { isControlPlane, isKubernetesNode } from '../../src/config/nodes';
import type { Step } from '../../src/resources/resource';
import * as steps from '../../src/steps';
import { calicoObjects, calicoTyphaObjects, canalObjects, operatorObjects } from '../fakes/calico-manifests';
import { readYaml } from './read-file';

/** What does not depend on the machines. */
export interface RenderedCluster {
  readonly cluster: Cluster;
  /** By the name of a node, the documents that kubeadm reads in each of its runs there. */
  readonly kubeadm: ReadonlyMap<string, readonly (readonly unknown[])[]>;
  /** What the manifest of the pod network starts from. */
  readonly cniObjects: readonly KubernetesObject[];
  /** What is applied for the pod network. */
  readonly objects: readonly KubernetesObject[];
}

/** Everything that a node is given. */
export interface RenderedNode {
  readonly cluster: Cluster;
  readonly node: Node;
  readonly facts: steps.StepFacts;
  readonly steps: readonly Step[];
  readonly retire: readonly Step[];
  readonly kubeadm: readonly (readonly unknown[])[];
  readonly objects: readonly KubernetesObject[];
}

const SUM = 'a'.repeat(64);
const SECRETS = { token: 'abcdef.0123456789abcdef', certificateKey: 'c'.repeat(64), caHash: 'd'.repeat(64) };

/** As much of each published manifest as is edited, by the name of its file. */
const PUBLISHED: Readonly<Record<string, (version: string) => readonly KubernetesObject[]>> = {
  'calico.yaml': calicoObjects,
  'calico-typha.yaml': calicoTyphaObjects,
  'canal.yaml': canalObjects,
  'tigera-operator.yaml': operatorObjects,
  'operator-crds.yaml': () => [],
};

/** A manifest of one's own, which is what Cilium's is looked at for as well. */
const OF_ONES_OWN: readonly KubernetesObject[] = [
  {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'cilium-config', namespace: 'kube-system' },
    data: { 'kube-proxy-replacement': 'true' },
  },
];

/** What an install would have of the cluster before it looks at a machine. */
export function renderCluster(cluster: Cluster): RenderedCluster {
  const cni = cniOf(cluster);
  const cniObjects = fetchObjects(cluster, cni);
  const nodes = cluster.spec.nodes.filter(isKubernetesNode);
  return {
    cluster,
    cniObjects,
    objects: cni.manifest(cluster, cniObjects),
    kubeadm: new Map(nodes.map((node) => [node.name, renderKubeadm(cluster, node).map(readYaml)])),
  };
}

/** Every node of the cluster on machines of this operating system, by the functions that an install takes. */
export function renderNodes(rendered: RenderedCluster, os: steps.StepFacts['os']): RenderedNode[] {
  const { cluster, cniObjects, objects, kubeadm } = rendered;
  return cluster.spec.nodes.map((node) => {
    const addresses = [`${node.address}/24`];
    const interfaces = [{ name: 'eth0', mac: '02:00:00:00:00:01', mtu: 1500, addresses }];
    const facts: steps.StepFacts = { os, architecture: 'amd64', interfaces };
    const inputs = { ...fetchInputs(cluster, node, facts), cniObjects };
    return {
      cluster,
      node,
      facts,
      steps: steps.nodeSteps(cluster, node, facts, inputs),
      retire: steps.retireSteps(cluster, node, facts, inputs),
      kubeadm: kubeadm.get(node.name) ?? [],
      objects,
    };
  });
}

/** What a worker would fetch or read before the steps can be made, and a word in its place. */
function fetchInputs(cluster: Cluster, node: Node, facts: steps.StepFacts): steps.WorkerInputs {
  const missing = steps.findMissingInputs({ cluster, node, facts }, steps.NO_WORKER_INPUTS, catalog);
  return {
    checksums: Object.fromEntries(missing.checksums.map(({ url }) => [url, SUM])),
    files: Object.fromEntries(
      [...missing.keys.map(({ from }) => from), ...missing.files].map((from) => [from, `${from}\n`]),
    ),
    secrets: Object.fromEntries(missing.secrets.map((ref) => [secretName(ref), 'correct horse'])),
  };
}

function fetchObjects(cluster: Cluster, cni: CniKind): readonly KubernetesObject[] {
  const { manifest, version = '' } = cluster.spec.cni;
  if (manifest !== undefined) return OF_ONES_OWN;
  return (cni.sources?.(cluster) ?? []).flatMap(({ url }) => {
    const objectsOf = PUBLISHED[basename(url)];
    if (objectsOf !== undefined) return objectsOf(version);
    throw new Error(`nothing stands for ${url}; add as much of it as is edited to PUBLISHED`);
  });
}

/** A control plane may begin the cluster, and join it. */
function renderKubeadm(cluster: Cluster, node: Node): string[] {
  const join = steps.kubeadmJoinConfig(cluster, node, SECRETS);
  return isControlPlane(node) ? [steps.kubeadmInitConfig(cluster, node, SECRETS), join] : [join];
}
