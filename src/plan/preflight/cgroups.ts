import { minorOf } from '../kubernetes-version';
import { type NodeRule, yoursToFix } from './rule';

/** From this minor on the kubelet refuses cgroup v1 unless it is told not to. */
const FIRST_MINOR_WITHOUT_V1 = 35;

export const cgroups: NodeRule = ({ cluster, facts }) => {
  const { version } = cluster.spec.kubernetes;
  if (facts.cgroupVersion === 2 || minorOf(version) < FIRST_MINOR_WITHOUT_V1) return [];
  if (cluster.spec.kubelet.configuration['failCgroupV1'] === false) return [];
  return [
    yoursToFix(
      'cgroup-v1',
      `the machine runs with cgroup v1, which the kubelet of ${version} refuses`,
      'Boot with systemd.unified_cgroup_hierarchy=1, or set spec.kubelet.configuration.failCgroupV1 to false.',
    ),
  ];
};
