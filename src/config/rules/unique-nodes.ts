import type { Node } from '../cluster';
import { formatEndpoint } from '../endpoint';
import { formatIp, parseIp } from '../ip';
import type { Finding } from '../problems/problem';
import { nodePath, type Rule } from './rule';

interface Identity {
  readonly what: string;
  readonly field: readonly string[];
  readonly of: (node: Node) => string;
}

/** Two spellings of one IPv6 address are one host. */
function canonicalHost(host: string): string {
  const ip = parseIp(host);
  return ip === undefined ? host : formatIp(ip);
}

const IDENTITIES: readonly Identity[] = [
  { what: 'name', field: ['name'], of: (node) => node.name },
  { what: 'address', field: ['address'], of: (node) => canonicalHost(node.address) },
  {
    what: 'SSH endpoint',
    field: ['ssh', 'host'],
    of: ({ ssh }) =>
      `${formatEndpoint(canonicalHost(ssh.host), ssh.port)}${ssh.bastion ? ` through ${ssh.bastion.host}` : ''}`,
  },
];

/** No two nodes share a name, an address or a way in. */
export const uniqueNodes: Rule = {
  reads: ['spec.ssh', 'spec.nodeGroups', 'spec.nodes.ssh'],
  check: ({ cluster }) => IDENTITIES.flatMap((identity) => findRepeats(cluster.spec.nodes, identity)),
};

function findRepeats(nodes: readonly Node[], { what, field, of }: Identity): Finding[] {
  const firstWith = new Map<string, number>();
  return nodes.flatMap((node, index) => {
    const first = firstWith.get(of(node));
    if (first === undefined) firstWith.set(of(node), index);
    if (first === undefined || (what === 'SSH endpoint' && nodes[first]?.address === node.address)) return [];
    return [
      {
        path: nodePath(index, ...field),
        message: `the ${what} ${of(node)} belongs to nodes[${first}] (${nodes[first]?.name}) already`,
        accepted: `a different ${what} for every node`,
      },
    ];
  });
}
