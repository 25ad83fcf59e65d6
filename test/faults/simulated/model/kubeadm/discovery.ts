import type { SimulatedCluster } from '../cluster';
import { readText } from './config';
import { KubeadmError, type KubeadmRun, waitFor } from './run';

const DISCOVERY_MS = 300_000;

/** Waits until the cluster behind the endpoint signs for the token; every join begins with it. */
export async function discover(run: KubeadmRun): Promise<void> {
  const { world } = run.process.machine;
  const id = readText(run.script.config, 'token').slice(0, 6);
  const cause = 'could not find a JWS signature in the cluster-info ConfigMap';
  await waitFor(run, DISCOVERY_MS, cause, () => world.endpoint?.findToken(id) !== undefined);
  requireToken(run);
}

/** The cluster behind the endpoint, for who has an administrator's kubeconfig. */
export function requireEndpoint({ process }: KubeadmRun): SimulatedCluster {
  const { endpoint } = process.machine.world;
  if (endpoint === undefined) throw new KubeadmError('connection refused by the control plane endpoint');
  return endpoint;
}

/** The same, for who has the token alone. */
export function requireToken(run: KubeadmRun): SimulatedCluster {
  const endpoint = requireEndpoint(run);
  if (!endpoint.accepts(readText(run.script.config, 'token'))) throw new KubeadmError('Unauthorized');
  return endpoint;
}
