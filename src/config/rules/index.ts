import { artifactSources } from './artifact-sources';
import { artifactSums } from './artifact-sums';
import { cniFamilies, cniImages, cniSettings, cniVersion } from './cni';
import { cniManifest } from './cni-manifest';
import { controlPlaneCount, distinctRoles } from './control-planes';
import {
  endpointOfLoopback,
  endpointOfVip,
  endpointOutsideSubnets,
  endpointPort,
  endpointRequired,
  endpointWithoutLoadBalancer,
} from './endpoint';
import { etcdRoles, etcdTopology } from './etcd-topology';
import { kubeProxyOfPodNetwork } from './kube-proxy';
import { kubeadmFields } from './kubeadm-fields';
import { dualStack, kubeProxyMode, kubernetesRange } from './kubernetes-range';
import { kubernetesVersion } from './kubernetes-version';
import { ownedLabels, taints } from './labels-and-taints';
import { loadBalancerSettings, loadBalancerVersion } from './load-balancer';
import { nodeAddresses } from './node-addresses';
import { nodeGroupsExist } from './node-groups';
import { ownedArguments } from './owned-arguments';
import { ownedFields } from './owned-fields';
import { kubernetesRepository, packageRepositories } from './package-repositories';
import { podSubnetSize } from './pod-subnet-size';
import { proxyAddress } from './proxy';
import { registryMirrors } from './registry';
import { registryOfDocker } from './registry-of-docker';
import type { Rule } from './rule';
import { runtimeInstall } from './runtime-install';
import { runtimeVersion } from './runtime-version';
import { smuggledSecrets } from './smuggled-secrets';
import { sshAccess } from './ssh';
import { serviceSubnetSize, subnetBoundaries, subnetFamilies, subnetOverlaps } from './subnets';
import { tools } from './tools';
import { uniqueNodes, uniqueSshEndpoints } from './unique-nodes';

/** Every law that spans several fields, by name. */
export const RULES = {
  artifactSources,
  artifactSums,
  cniManifest,
  cniSettings,
  cniVersion,
  cniFamilies,
  cniImages,
  controlPlaneCount,
  distinctRoles,
  dualStack,
  endpointOfLoopback,
  endpointOfVip,
  endpointOutsideSubnets,
  endpointPort,
  endpointRequired,
  endpointWithoutLoadBalancer,
  etcdRoles,
  etcdTopology,
  kubeProxyMode,
  kubeProxyOfPodNetwork,
  kubeadmFields,
  kubernetesRange,
  kubernetesRepository,
  kubernetesVersion,
  loadBalancerSettings,
  loadBalancerVersion,
  nodeAddresses,
  nodeGroupsExist,
  ownedArguments,
  ownedFields,
  ownedLabels,
  packageRepositories,
  podSubnetSize,
  proxyAddress,
  registryMirrors,
  registryOfDocker,
  runtimeInstall,
  runtimeVersion,
  serviceSubnetSize,
  smuggledSecrets,
  sshAccess,
  subnetBoundaries,
  subnetFamilies,
  subnetOverlaps,
  taints,
  tools,
  uniqueNodes,
  uniqueSshEndpoints,
} as const satisfies Readonly<Record<string, Rule>>;
