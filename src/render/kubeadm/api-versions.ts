import { type KubeadmApi, kubernetesSupport } from '../../config/kubernetes-support';
import { isJsonObject, type Json, type JsonObject } from '../parts/merge';

/**
 * The configurations of one run in the API that the version's kubeadm reads. Whatever the version, the cluster file and
 * all that comes before this speak v1beta4: what it says is said here in the words of the older ones. What they have no
 * words for is refused by the rule `kubeadmFields`.
 */
export function wordForKubeadm(version: string, documents: readonly JsonObject[]): readonly JsonObject[] {
  const { kubeadmApi } = kubernetesSupport(version);
  if (kubeadmApi === 'v1beta4') return documents;
  const init = documents.find(({ kind }) => kind === 'InitConfiguration');
  const timeout = fieldOf(init?.['timeouts'], 'controlPlaneComponentHealthCheck');
  return documents.map((document) => {
    if (document['kind'] === 'InitConfiguration') return wordRun(document, kubeadmApi);
    if (document['kind'] === 'JoinConfiguration') return wordRun(withDiscoveryTimeout(document), kubeadmApi);
    if (document['kind'] === 'ClusterConfiguration') return wordCluster(document, kubeadmApi, timeout);
    return document;
  });
}

/** What init and join have in common. v1beta2 takes the phases to skip as a flag alone, and every run is given it. */
function wordRun({ timeouts: _, ...run }: JsonObject, api: KubeadmApi): JsonObject {
  const { skipPhases, ...older } = run;
  const isOldest = api === 'v1beta2';
  return {
    ...(isOldest || skipPhases === undefined ? older : run),
    apiVersion: `kubeadm.k8s.io/${api}`,
    nodeRegistration: wordRegistration(run['nodeRegistration'], isOldest),
  };
}

function wordRegistration(value: Json | undefined, isOldest: boolean): JsonObject {
  const registration = mapFlags(value, 'kubeletExtraArgs');
  const { imagePullPolicy: _, ...older } = registration;
  return isOldest ? older : registration;
}

/** Until v1beta4 discovery kept its own time limit. */
function withDiscoveryTimeout(join: JsonObject): JsonObject {
  const timeout = fieldOf(join['timeouts'], 'discovery');
  return timeout === undefined ? join : { ...join, discovery: { ...objectOf(join['discovery']), timeout } };
}

/** Until v1beta4 the time that a control plane has to come up belonged to the cluster. */
function wordCluster(cluster: JsonObject, api: KubeadmApi, timeout: Json | undefined): JsonObject {
  const components = ['controllerManager', 'scheduler'].filter((name) => cluster[name] !== undefined);
  const local = fieldOf(cluster['etcd'], 'local');
  return {
    ...cluster,
    apiVersion: `kubeadm.k8s.io/${api}`,
    apiServer: {
      ...mapFlags(cluster['apiServer'], 'extraArgs'),
      ...(timeout === undefined ? {} : { timeoutForControlPlane: timeout }),
    },
    ...Object.fromEntries(components.map((name) => [name, mapFlags(cluster[name], 'extraArgs')])),
    ...(local === undefined ? {} : { etcd: { ...objectOf(cluster['etcd']), local: mapFlags(local, 'extraArgs') } }),
  };
}

/** `holder` with its list of `{name, value}` as a mapping. */
function mapFlags(holder: Json | undefined, field: string): JsonObject {
  const entries = Object.entries(objectOf(holder));
  return Object.fromEntries(entries.map(([key, value]) => [key, key === field ? toMapping(value) : value]));
}

function toMapping(list: Json): Json {
  if (!Array.isArray(list)) return list;
  const flags = list
    .filter(isJsonObject)
    .flatMap(({ name, value = '' }): [string, Json][] => (typeof name === 'string' ? [[name, value]] : []));
  return Object.fromEntries(flags);
}

function fieldOf(value: Json | undefined, field: string): Json | undefined {
  return objectOf(value)[field];
}

function objectOf(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}
