import type { Cluster } from '../cluster';
import { type KubeadmApi, kubernetesSupport } from '../kubernetes-support';
import type { Finding, Path } from '../problems/problem';
import { isMapping, valueAt } from '../value-at';
import { listArguments } from './extra-args';
import type { Rule } from './rule';

type Section = 'clusterConfiguration' | 'initConfiguration' | 'joinConfiguration';
type Fields = Readonly<Record<Section, readonly string[]>>;

/** Fields that an API was the first to have; `!` before a key is any other than it. */
const NEW_IN: Readonly<Record<Exclude<KubeadmApi, 'v1beta2'>, Fields>> = {
  v1beta3: {
    clusterConfiguration: [],
    initConfiguration: ['nodeRegistration.imagePullPolicy', 'patches'],
    joinConfiguration: ['nodeRegistration.imagePullPolicy', 'patches'],
  },
  v1beta4: {
    clusterConfiguration: [
      'proxy',
      'dns.disabled',
      'encryptionAlgorithm',
      'certificateValidityPeriod',
      'caCertificateValidityPeriod',
      'apiServer.extraEnvs',
      'controllerManager.extraEnvs',
      'scheduler.extraEnvs',
      'etcd.local.extraEnvs',
    ],
    initConfiguration: ['nodeRegistration.imagePullSerial', 'timeouts.!controlPlaneComponentHealthCheck'],
    joinConfiguration: ['nodeRegistration.imagePullSerial', 'timeouts.!discovery'],
  },
};

/** Holders of flags; an API before v1beta4 has each flag once. */
const FLAGS: readonly (readonly [Section, ...string[]])[] = [
  ['clusterConfiguration', 'apiServer', 'extraArgs'],
  ['clusterConfiguration', 'controllerManager', 'extraArgs'],
  ['clusterConfiguration', 'scheduler', 'extraArgs'],
  ['clusterConfiguration', 'etcd', 'local', 'extraArgs'],
  ['initConfiguration', 'nodeRegistration', 'kubeletExtraArgs'],
  ['joinConfiguration', 'nodeRegistration', 'kubeletExtraArgs'],
];

const OLDEST_RELEASE = { v1beta3: 'v1.22', v1beta4: 'v1.31' } as const;

/** Raw kubeadm settings are written as v1beta4 has them, and each can be said to the version's kubeadm. */
export const kubeadmFields: Rule = {
  reads: ['spec.kubeadm', 'spec.kubernetes.version'],
  check: ({ cluster }) => {
    const { kubeadmApi } = kubernetesSupport(cluster.spec.kubernetes.version);
    const newer = (['v1beta3', 'v1beta4'] as const).filter((api) => api > kubeadmApi);
    return newer.flatMap((api) => [...findNewer(cluster, api), ...(api === 'v1beta4' ? findRepeated(cluster) : [])]);
  },
};

function findRepeated({ spec }: Cluster): Finding[] {
  return FLAGS.flatMap((path) => {
    const flags = listArguments({ extraArgs: valueAt(spec.kubeadm, path) });
    return flags
      .filter(({ name, index }) => flags.some((flag) => flag.name === name && flag.index < index))
      .map(({ name, index }) => ({
        path: ['spec', 'kubeadm', ...path, index, 'name'],
        message: `the kubeadm of ${spec.kubernetes.version} gives the flag ${name} once`,
        accepted: 'each flag once',
      }));
  });
}

function findNewer({ spec }: Cluster, api: keyof typeof NEW_IN): Finding[] {
  const sections = Object.entries(NEW_IN[api]) as [Section, readonly string[]][];
  return sections.flatMap(([section, fields]) =>
    fields
      .flatMap((field) => findPaths(spec.kubeadm[section], field.split('.')))
      .map((path) => ({
        path: ['spec', 'kubeadm', section, ...path],
        message: `the kubeadm of ${spec.kubernetes.version} has no ${path.join('.')}`,
        accepted: `nothing here, or Kubernetes ${OLDEST_RELEASE[api]} or newer`,
        atKey: true,
      })),
  );
}

function findPaths(value: unknown, [part, ...rest]: readonly string[], walked: Path = []): Path[] {
  if (part === undefined) return [walked];
  if (!isMapping(value)) return [];
  const keys = Object.keys(value).filter((key) => (part.startsWith('!') ? key !== part.slice(1) : key === part));
  return keys.flatMap((key) => findPaths(value[key], rest, [...walked, key]));
}
