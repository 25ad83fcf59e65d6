import { whySkewed } from '../version-skew';
import { type NodeRule, yoursToFix } from './rule';

/** A kubelet of the live cluster that its API servers do not go with is no install's to replace. */
export const versionSkew: NodeRule = ({ cluster, facts, stage }) => {
  const { kubelet } = facts.versions;
  const { version } = cluster.spec.kubernetes;
  const why = stage === 'member' && kubelet ? whySkewed('kubelet', `v${kubelet}`, version) : undefined;
  if (why === undefined) return [];
  return [yoursToFix('version-skew', why, `Drain the node, install the kubelet of ${version}, and start it again.`)];
};
