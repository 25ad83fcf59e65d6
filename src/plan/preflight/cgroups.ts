import { kubernetesSupport } from '../../config/kubernetes-support';
import { type NodeRule, yoursToFix } from './rule';

/** The kubelet runs on the machine's version of cgroups. */
export const cgroups: NodeRule = ({ cluster, facts }) => {
  const { version } = cluster.spec.kubernetes;
  if (kubernetesSupport(version).cgroups.includes(facts.cgroupVersion)) return [];
  if (facts.cgroupVersion === 2) {
    return [
      yoursToFix(
        'cgroup-v2',
        `the machine runs with cgroup v2, which the kubelet of ${version} cannot use`,
        'Boot with systemd.unified_cgroup_hierarchy=0, or set spec.kubernetes.version to v1.19 or newer.',
      ),
    ];
  }
  if (cluster.spec.kubelet.configuration['failCgroupV1'] === false) return [];
  return [
    yoursToFix(
      'cgroup-v1',
      `the machine runs with cgroup v1, which the kubelet of ${version} refuses`,
      'Boot with systemd.unified_cgroup_hierarchy=1, or set spec.kubelet.configuration.failCgroupV1 to false.',
    ),
  ];
};
