import { containsIp, parseCidr, parseIp } from '../ip';
import { nodePath, type Rule } from './rule';

const UNUSABLE: Readonly<Record<string, string>> = {
  '0.0.0.0/8': 'unspecified',
  '127.0.0.0/8': 'a loopback address',
  '169.254.0.0/16': 'link-local',
  '224.0.0.0/4': 'a multicast address',
  '240.0.0.0/4': 'reserved',
  '::/127': 'unspecified or loopback',
  'fe80::/10': 'link-local',
  'ff00::/8': 'a multicast address',
};

/** A node is reached by the others under its address: nothing local, and one family for all. */
export const nodeAddresses: Rule = {
  reads: ['spec.nodes.address'],
  check: ({ cluster }) => {
    const [firstNode] = cluster.spec.nodes;
    const family = parseIp(firstNode?.address ?? '')?.family;
    return cluster.spec.nodes.flatMap(({ address }, index) => {
      const kind = unusableKind(address);
      if (kind !== undefined) {
        return [
          {
            path: nodePath(index, 'address'),
            message: `${address} is ${kind}`,
            accepted: 'an address under which the other nodes reach this one',
          },
        ];
      }
      if (parseIp(address)?.family === family) return [];
      return [
        {
          path: nodePath(index, 'address'),
          message: `the first node has an IPv${family} address, this one has not`,
          accepted: `an IPv${family} address`,
        },
      ];
    });
  },
};

function unusableKind(address: string): string | undefined {
  const ip = parseIp(address);
  return Object.entries(UNUSABLE).find(([text]) => {
    const cidr = parseCidr(text);
    return ip !== undefined && cidr !== undefined && containsIp(cidr, ip);
  })?.[1];
}
