import { describeRange, isInRange, KUBERNETES_RANGES, rangeOf } from '../../config/kubernetes-ranges';
import { minorOf } from '../../config/kubernetes-support';
import { type NodeRule, yoursToFix } from './rule';

/** A package whose version the file leaves open, and that is on the machine already, stays as it is. */
export const runtimeVersion: NodeRule = ({ cluster: { spec }, facts: { versions } }) => {
  const { name, install, version: wanted } = spec.runtime;
  const found = { containerd: versions.containerd, 'cri-o': versions.crio }[name];
  const ranges = KUBERNETES_RANGES.runtime[name];
  if (install !== 'package' || wanted !== undefined || found === undefined || ranges === undefined) return [];
  const { version } = spec.kubernetes;
  const range = rangeOf(ranges, found);
  if (range !== undefined && isInRange(range, minorOf(version))) return [];
  const why = range === undefined ? 'it is older than any that is known here' : `it goes with ${describeRange(range)}`;
  return [
    yoursToFix(
      'runtime-version',
      `${name} ${found} is installed and does not go with Kubernetes ${version}: ${why}`,
      'Set spec.runtime.version to that of a package which does, or remove the package that is there.',
    ),
  ];
};
