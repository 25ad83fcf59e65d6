import type { PreflightFinding } from '../preflight-finding';
import { type ClusterRule, repairedBy, yoursToFix } from './rule';

/** etcd complains beyond one second. */
const TOLERATED_MS = 2_000;
/** Certificates are backdated by five minutes: beyond that a node finds them not yet valid. */
const REPAIRABLE_MS = 240_000;

/** Every clock against the middle one, since the worker's own may be the one that is wrong. */
export const clockSkew: ClusterRule = ({ cluster, nodes }) => {
  const offsets = nodes.map(({ facts }) => facts.clock.offsetMs).toSorted((a, b) => a - b);
  const middle = offsets[Math.floor((offsets.length - 1) / 2)] ?? 0;
  return nodes.flatMap(({ node, facts }): PreflightFinding[] => {
    const skewMs = facts.clock.offsetMs - middle;
    if (Math.abs(skewMs) <= TOLERATED_MS + facts.clock.errorMs) return [];
    const id = 'clock-skew';
    const message = `the clock is ${describe(Math.abs(skewMs))} ${skewMs > 0 ? 'ahead of' : 'behind'} the other nodes`;
    const isRepaired = cluster.spec.time.manage && Math.abs(skewMs) <= REPAIRABLE_MS;
    const finding = isRepaired
      ? repairedBy('keep-time', { id, message, fix: 'It is brought back in step by chrony.' })
      : yoursToFix(id, message, 'Set the clock, and see to it that the machine reaches a time server.');
    return [{ node: node.name, ...finding }];
  });
};

function describe(ms: number): string {
  return ms < 120_000 ? `${Math.round(ms / 1000)} s` : `${Math.round(ms / 60_000)} min`;
}
