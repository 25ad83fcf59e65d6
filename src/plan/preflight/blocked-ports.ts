import { type ClusterContext, type ClusterRule, yoursToFix } from './rule';

/** Nobody need listen: a port that is merely closed refuses at once, a filtered one is silent or says so. */
export const blockedPorts: ClusterRule = (context) => {
  const byWay = new Map<string, { from: string; to: string; ports: number[] }>();
  for (const { from, to, what, result } of context.links) {
    if (typeof what !== 'number' || result !== 'blocked' || to === 'vip') continue;
    if (willBeOpened(context, to)) continue;
    const way = byWay.get(`${from} ${to}`) ?? { from, to, ports: [] };
    way.ports.push(what);
    byWay.set(`${from} ${to}`, way);
  }
  return [...byWay.values()].map(({ from, to, ports }) => ({
    node: from,
    ...yoursToFix(
      'port-blocked',
      `TCP ${ports.join(', ')} of ${to} cannot be reached from here`,
      `Open the way from ${from} to ${to} in the firewalls between and on them${ownRulesOf(context, to)}.`,
    ),
  }));
};

/** A firewall on the machine itself explains it, and is not left as it is. */
function willBeOpened({ cluster, nodes }: ClusterContext, name: string): boolean {
  return (
    cluster.spec.os.firewall !== 'ignore' &&
    nodes.some(({ node, facts }) => node.name === name && facts.firewall !== undefined)
  );
}

function ownRulesOf({ nodes }: ClusterContext, name: string): string {
  const units = nodes.find(({ node }) => node.name === name)?.facts.rulesLoadedBy ?? [];
  return units.length === 0
    ? ''
    : `; ${name} has rules of its own, loaded by ${units.map((unit) => `${unit}.service`).join(' and ')}`;
}
