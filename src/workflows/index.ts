export { clusterHealth } from './cluster-health';
export { fetchKubeconfig } from './fetch-kubeconfig';
export { installCluster } from './install-cluster';
export { installNode } from './install-node';
export { planCluster } from './plan-cluster';
export { planClusterReset } from './plan-cluster-reset';
export { resetCluster } from './reset-cluster';
