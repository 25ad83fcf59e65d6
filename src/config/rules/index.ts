import { artifactSources } from './artifact-sources';
import { cniImages, cniManifest, cniSettings, cniVersion } from './cni';
import { controlPlaneCount, distinctRoles } from './control-planes';
import {
  endpointOfKeepalived,
  endpointOutsideSubnets,
  endpointRequired,
  endpointWithoutLoadBalancer,
} from './endpoint';
import { etcdTopology } from './etcd-topology';
import { kubeadmFields } from './kubeadm-fields';
import { dualStack, kubeProxyMode, kubernetesRange } from './kubernetes-range';
import { kubernetesVersion } from './kubernetes-version';
import { ownedLabels, taints } from './labels-and-taints';
import { loadBalancerSettings } from './load-balancer';
import { nodeAddresses } from './node-addresses';
import { nodeGroupsExist } from './node-groups';
import { ownedArguments } from './owned-arguments';
import { ownedFields } from './owned-fields';
import { kubernetesRepository, packageRepositories } from './package-repositories';
import { podSubnetSize } from './pod-subnet-size';
import { registryMirrors } from './registry';
import type { Rule } from './rule';
import { smuggledSecrets } from './smuggled-secrets';
import { sshAccess } from './ssh';
import { serviceSubnetSize, subnetBoundaries, subnetFamilies, subnetOverlaps } from './subnets';
import { uniqueNodes, uniqueSshEndpoints } from './unique-nodes';

/** Every law that spans several fields, by name. */
export const RULES = {
  artifactSources,
  cniManifest,
  cniSettings,
  cniVersion,
  cniImages,
  controlPlaneCount,
  distinctRoles,
  dualStack,
  endpointOfKeepalived,
  endpointOutsideSubnets,
  endpointRequired,
  endpointWithoutLoadBalancer,
  etcdTopology,
  kubeProxyMode,
  kubeadmFields,
  kubernetesRange,
  kubernetesRepository,
  kubernetesVersion,
  loadBalancerSettings,
  nodeAddresses,
  nodeGroupsExist,
  ownedArguments,
  ownedFields,
  ownedLabels,
  packageRepositories,
  podSubnetSize,
  registryMirrors,
  serviceSubnetSize,
  smuggledSecrets,
  sshAccess,
  subnetBoundaries,
  subnetFamilies,
  subnetOverlaps,
  taints,
  uniqueNodes,
  uniqueSshEndpoints,
} as const satisfies Readonly<Record<string, Rule>>;
