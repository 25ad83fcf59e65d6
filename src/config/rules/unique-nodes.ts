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

const NAME_AND_ADDRESS: readonly Identity[] = [
  { what: 'name', field: ['name'], of: (node) => node.name },
  { what: 'address', field: ['address'], of: (node) => canonicalHost(node.address) },
];

/** A bastion's own view decides what an address behind it means. */
const SSH_ENDPOINT: Identity = {
  what: 'SSH endpoint',
  field: ['ssh', 'host'],
  of: ({ ssh }) =>
    `${formatEndpoint(canonicalHost(ssh.host), ssh.port)}${ssh.bastion ? ` through ${ssh.bastion.host}` : ''}`,
};

/** No two nodes share a name or an address. */
export const uniqueNodes: Rule = {
  reads: [],
  check: ({ cluster }) => NAME_AND_ADDRESS.flatMap((identity) => findRepeats(cluster.spec.nodes, identity)),
};

/** No two nodes share a way in; nodes of one address are named by `uniqueNodes` already. */
export const uniqueSshEndpoints: Rule = {
  reads: ['spec.ssh', 'spec.nodeGroups', 'spec.nodes.ssh'],
  check: ({ cluster }) => {
    const nodes = cluster.spec.nodes;
    return findRepeats(nodes, SSH_ENDPOINT).filter(({ path }) => !sharesAddress(nodes, nodes[Number(path[2])]));
  },
};

function sharesAddress(nodes: readonly Node[], node: Node | undefined): boolean {
  return nodes.filter(({ address }) => address === node?.address).length > 1;
}

function findRepeats(nodes: readonly Node[], { what, field, of }: Identity): Finding[] {
  const firstWith = new Map<string, number>();
  return nodes.flatMap((node, index) => {
    const first = firstWith.get(of(node));
    if (first === undefined) {
      firstWith.set(of(node), index);
      return [];
    }
    return [
      {
        path: nodePath(index, ...field),
        message: `the ${what} ${of(node)} belongs to ${describe(nodes[first], what)} already`,
        accepted: `a different ${what} for every node`,
      },
    ];
  });
}

function describe(node: Node | undefined, what: string): string {
  return what === 'name' ? `the node at ${node?.address}` : `the node ${node?.name}`;
}
