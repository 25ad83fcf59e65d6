import type { Cluster, Node } from '../config/cluster';
import type { NodeFacts } from '../plan/facts';
import type { Step } from '../resources/resource';
import type { Catalog } from '../catalog/catalog';
import { osFamilyOf } from '../catalog/look-up';
import type { KubernetesObject } from '../catalog/kubernetes-object';
import type { OsFamily } from '../catalog/os/kind';

/** As much of a node's facts as its desired state depends on. */
export type StepFacts = Pick<NodeFacts, 'os' | 'architecture' | 'interfaces'>;

/** What steps need and the cluster file only points to; `findMissingInputs` says which of it a node needs. */
export interface WorkerInputs {
  /** SHA-256 that a publisher keeps, by the URL of the artifact. */
  readonly checksums: Readonly<Record<string, string>>;
  /** Contents of files on the worker, and of keys that it downloaded, by their path or URL in the cluster file. */
  readonly files: Readonly<Record<string, string>>;
  /** What the manifest of the pod network starts from, where that is fetched. */
  readonly cniObjects?: readonly KubernetesObject[];
  /** Secrets that the cluster file refers to, by `secretName`. */
  readonly secrets: Readonly<Record<string, string>>;
}

export const NO_WORKER_INPUTS: WorkerInputs = { checksums: {}, files: {}, secrets: {} };

export interface StepInput {
  readonly cluster: Cluster;
  readonly node: Node;
  readonly facts: StepFacts;
  readonly inputs: WorkerInputs;
  /** The catalog in use. */
  readonly catalog: Catalog;
}

/** What one part of the node must look like; undefined where the node has nothing of it. */
export type BuildStep = (input: StepInput) => Step | undefined;

/** Throws where the node runs an operating system of no known family. */
export function osOf({ node, facts: { os }, catalog }: StepInput): OsFamily {
  const family = osFamilyOf(os, catalog);
  if (family !== undefined) return family;
  throw new Error(
    `${node.name} runs ${os.prettyName || os.id || 'an unknown operating system'}, which no OS family of the catalog includes`,
  );
}
