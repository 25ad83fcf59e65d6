import { type NodeRule, repairedBy, yoursToFix } from './rule';

const ID = 'cgroup-driver';

/**
 * Runtime and kubelet make control groups the same way. What runs was started under the old way, and is lost under
 * another: so it is a person's to end it first. On a member the kubelet's way is the one that counts.
 */
export const cgroupDriver: NodeRule = ({ cluster, facts: { cgroupDrivers = {} }, stage }) => {
  const { name, cgroupDriver: wanted } = cluster.spec.runtime;
  const { kubelet, runtime } = cgroupDrivers;
  if (stage === 'member' && kubelet !== undefined && kubelet !== wanted) {
    return [
      yoursToFix(
        ID,
        `the kubelet makes control groups by ${kubelet}, the file wants ${wanted}, and the pods of a member do not bear the change`,
        `Set spec.runtime.cgroupDriver to ${kubelet}, or reset the node and install it anew.`,
      ),
    ];
  }
  if (runtime === undefined || runtime.driver === wanted) return [];
  const message = `${name} is configured for ${runtime.driver}, the file wants ${wanted}`;
  if (stage === 'new' && runtime.runningContainers > 0) {
    return [
      yoursToFix(
        ID,
        `${message}, and ${runtime.runningContainers} containers run`,
        `End the containers, or set spec.runtime.cgroupDriver to ${runtime.driver}.`,
      ),
    ];
  }
  return [
    repairedBy('install-runtime', { id: ID, message, fix: 'Its configuration is written, and it is restarted.' }),
  ];
};
