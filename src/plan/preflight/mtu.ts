import type { PreflightFinding } from '../preflight-finding';
import { type ClusterRule, type NodeContext, yoursToFix } from './rule';

/** The pod network takes its MTU from the node, so packets of the larger ones are lost on the smaller. */
export const mtu: ClusterRule = ({ nodes, links }) => [...findDifferent(nodes), ...findNarrowPaths(links)];

function findDifferent(nodes: readonly NodeContext[]): PreflightFinding[] {
  const mtus = nodes.flatMap(({ node, facts }) => {
    const own = facts.interfaces.find(({ addresses }) => addresses.some((cidr) => cidr.split('/')[0] === node.address));
    return own === undefined ? [] : [{ node: node.name, name: own.name, mtu: own.mtu }];
  });
  const smallest = Math.min(...mtus.map((entry) => entry.mtu));
  return mtus
    .filter((entry) => entry.mtu > smallest)
    .map(({ node, name, mtu: own }) => ({
      node,
      ...yoursToFix(
        'mtu-differs',
        `${name} has an MTU of ${own}, other nodes have ${smallest}`,
        'Give the interfaces one MTU, or set spec.cni.mtu to fit the smallest and ignore mtu-differs.',
      ),
    }));
}

function findNarrowPaths(links: Parameters<ClusterRule>[0]['links']): PreflightFinding[] {
  const isPinged = (from: string, to: string) =>
    links.some((link) => link.from === from && link.to === to && link.what === 'ping' && link.result === 'open');
  return links
    .filter(({ what, result, from, to }) => what === 'ping-mtu' && result === 'blocked' && isPinged(from, to))
    .map(({ from, to }) => ({
      node: from,
      ...yoursToFix(
        'mtu-path',
        `packets of the interface's full MTU do not reach ${to}, small ones do`,
        'Lower the MTU of the interfaces to what the network between the nodes carries.',
      ),
    }));
}
