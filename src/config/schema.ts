import { z } from 'zod';
import { CNI_CHOICES } from './choices/cni';
import { LOAD_BALANCER_CHOICES } from './choices/load-balancer';
import { endpoint } from './schema/addresses';
import { artifactsSchema } from './schema/artifacts';
import { cniSchema } from './schema/cni';
import { kubeProxySchema, kubeadmSchema, kubeletSchema } from './schema/components';
import { etcdSchema } from './schema/etcd';
import { kubernetesSchema } from './schema/kubernetes';
import { loadBalancerSchema } from './schema/load-balancer';
import { networkingSchema } from './schema/networking';
import { nodeGroupSchema, nodeSchema } from './schema/node';
import {
  approvalsSchema,
  hostsSchema,
  joinMaterialSchema,
  patienceSchema,
  policiesSchema,
  preflightSchema,
  timeSchema,
} from './schema/operations';
import { osSchema } from './schema/os';
import { packagesSchema } from './schema/packages';
import { proxySchema } from './schema/proxy';
import { imagesSchema, registrySchema } from './schema/registry';
import { runtimeSchema } from './schema/runtime';
import { rfc1123Label } from './schema/scalars';
import { sshSchema } from './schema/ssh';
import { toolsSchema } from './schema/tools';

/** Names that the file may choose from; an out-of-tree catalog widens them. */
export interface CatalogNames {
  readonly runtime: readonly string[];
  readonly cni: readonly string[];
  readonly loadBalancer: readonly string[];
}

export const BUILT_IN_CATALOG = {
  runtime: ['containerd', 'cri-o', 'docker', 'mirantis'],
  cni: namesOf(CNI_CHOICES),
  loadBalancer: namesOf(LOAD_BALANCER_CHOICES),
} as const satisfies CatalogNames;

export const PRESET_NAMES = ['upstream', 'aliyun'] as const;

function namesOf<Entries extends object>(entries: Entries): (keyof Entries & string)[] {
  return Object.keys(entries) as (keyof Entries & string)[];
}

const specSchema = (catalog: CatalogNames) =>
  z.strictObject({
    preset: z
      .enum(PRESET_NAMES)
      .default('upstream')
      .describe(
        'Where packages, images and time come from unless the file says otherwise: the projects themselves, or their mirrors at `aliyun`.',
      ),
    kubernetes: kubernetesSchema.describe('Kubernetes itself.'),
    controlPlaneEndpoint: endpoint()
      .optional()
      .describe(
        'host:port under which the API server answers. Required with more than one control plane; default: the address of the only one, port 6443.',
      ),
    loadBalancer: loadBalancerSchema(catalog.loadBalancer)
      .prefault({})
      .describe('Load balancer before the control planes.'),
    networking: networkingSchema.prefault({}).describe('Cluster network.'),
    runtime: runtimeSchema(catalog.runtime).prefault({}).describe('Container runtime of every node.'),
    tools: toolsSchema.prefault({}).describe('Tools beside the runtime, on every node.'),
    cni: cniSchema(catalog.cni).prefault({}).describe('Pod network.'),
    kubeProxy: kubeProxySchema.prefault({}).describe('kube-proxy.'),
    kubelet: kubeletSchema.prefault({}).describe('kubelet of every node.'),
    kubeadm: kubeadmSchema.prefault({}).describe('Raw kubeadm settings.'),
    etcd: etcdSchema.prefault({}).describe('etcd.'),
    registry: registrySchema.prefault({}).describe('Image registries.'),
    artifacts: artifactsSchema.prefault({}).describe('Where binaries and archives are downloaded from.'),
    os: osSchema.prefault({}).describe('Operating system of every node.'),
    proxy: proxySchema
      .optional()
      .describe(
        'HTTP proxy through which the nodes, and nothing of the cluster itself, reach what they download. Default: none.',
      ),
    packages: packagesSchema.prefault({}).describe('Packages of the operating system.'),
    images: imagesSchema.prefault({}).describe('Images that Slipway itself runs.'),
    time: timeSchema.prefault({}).describe('Clocks.'),
    hosts: hostsSchema.prefault({}).describe('/etc/hosts.'),
    preflight: preflightSchema.prefault({}).describe('Checks before anything is changed.'),
    joinMaterial: joinMaterialSchema.prefault({}).describe('Bootstrap tokens and certificate keys.'),
    approvals: approvalsSchema.prefault({}).describe('What a person is asked for.'),
    policies: policiesSchema.prefault({}).describe('Whether a run waits for a person, and for how long.'),
    patience: patienceSchema.prefault({}).describe('How long a cause of failure is borne before the branch parks.'),
    ssh: sshSchema.prefault({}).describe('SSH settings of every node.'),
    nodeGroups: z
      .record(rfc1123Label(), nodeGroupSchema, { error: 'a mapping of group names to settings' })
      .prefault({})
      .describe('Defaults for groups of nodes.'),
    nodes: z
      .array(nodeSchema, { error: 'a list of nodes' })
      .min(1, { error: 'at least one node' })
      .max(5000, { error: 'at most 5000 nodes' })
      .describe('The machines.'),
  });

/** The cluster file, as written; `resolveCluster` makes a `Cluster` of what it yields. */
export const clusterSchema = (catalog: CatalogNames = BUILT_IN_CATALOG) =>
  z.strictObject({
    apiVersion: z.literal('slipway.dev/v1alpha1').describe('Version of this file format.'),
    kind: z.literal('Cluster').describe('Kind of this file.'),
    metadata: z
      .strictObject({ name: rfc1123Label().describe('Name of the cluster.') })
      .describe('Identity of the cluster.'),
    spec: specSchema(catalog).describe('What is wanted.'),
  });

export type ClusterFile = z.output<ReturnType<typeof clusterSchema>>;
