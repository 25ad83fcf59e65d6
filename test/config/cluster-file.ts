import { stringify } from 'yaml';
import type { Cluster } from '../../src/config/cluster';
import { parseCluster } from '../../src/config/parse-cluster';
import { formatProblems } from '../../src/config/problems/format-problems';

export type Spec = { [key: string]: unknown };

/** A control plane and a worker, reached as root by the agent. */
export const MINIMAL_SPEC: Spec = {
  kubernetes: { version: 'v1.34.4' },
  nodes: [
    { name: 'cp-1', address: '10.0.0.11', roles: ['control-plane'] },
    { name: 'worker-1', address: '10.0.0.21' },
  ],
};

/** Three control planes behind keepalived, and a worker. */
export const HA_SPEC: Spec = {
  kubernetes: { version: 'v1.34.4' },
  controlPlaneEndpoint: '10.0.0.100:8443',
  loadBalancer: { name: 'keepalived-haproxy' },
  nodes: [
    { name: 'cp-1', address: '10.0.0.11', roles: ['control-plane'] },
    { name: 'cp-2', address: '10.0.0.12', roles: ['control-plane'] },
    { name: 'cp-3', address: '10.0.0.13', roles: ['control-plane'] },
    { name: 'worker-1', address: '10.0.0.21' },
  ],
};

/** The file as a value; `spec` replaces sections of the minimal one. */
export function clusterFile(spec: Spec = {}): Spec {
  return {
    apiVersion: 'slipway.dev/v1alpha1',
    kind: 'Cluster',
    metadata: { name: 'lab' },
    spec: { ...MINIMAL_SPEC, ...spec },
  };
}

/** The file as text. */
export function clusterText(spec: Spec = {}): string {
  return stringify(clusterFile(spec));
}

/** The parsed cluster; throws with all problems when there are some. */
export function clusterOf(spec: Spec = {}): Cluster {
  const result = parseCluster(clusterText(spec));
  if (!result.ok) throw new Error(formatProblems(result.problems, 'cluster.yaml'));
  return result.cluster;
}

/** `path: message` of every problem, in the order of the file. */
export function problemsOf(text: string): string[] {
  const result = parseCluster(text);
  return result.ok ? [] : result.problems.map(({ path, message }) => `${path}: ${message}`);
}
