import { z } from 'zod';
import { parseCidr, parseIp } from '../ip';
import { isDnsName } from './scalars';

/** A string for which `isAccepted` holds; the length is checked first, so that no parser sees a monster. */
function checked(error: string, isAccepted: (value: string) => boolean) {
  return z.string({ error }).refine((value) => value.length <= 300 && isAccepted(value), { error });
}

export function isHost(value: string): boolean {
  return parseIp(value) !== undefined || isDnsName(value);
}

export const ipAddress = () => checked('an IP address such as 10.0.0.11', (value) => parseIp(value) !== undefined);

export const hostOrIp = () => checked('an IP address or a lowercase DNS name', isHost);

/** The two halves of host:port; an IPv6 host stands in brackets, which are taken off. */
export function splitEndpoint(value: string): { host: string; port: number } | undefined {
  const match = /^(?:\[([0-9a-f:.]+)\]|([^:[\]]+)):([1-9]\d{0,4})$/i.exec(value);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  return host !== undefined && isHost(host) && port <= 65_535 ? { host, port } : undefined;
}

export const endpoint = () =>
  checked('host:port such as 10.0.0.100:8443, an IPv6 host in brackets', (value) => splitEndpoint(value) !== undefined);

export function splitSubnets(value: string): string[] {
  return value.split(',');
}

/** One or two CIDRs, comma-separated as kubeadm writes them; the rules check families, boundaries and overlaps. */
export const subnets = () =>
  checked('one CIDR such as 10.244.0.0/16, or an IPv4 and an IPv6 one separated by a comma', (value) => {
    const cidrs = splitSubnets(value);
    return cidrs.length <= 2 && cidrs.every((cidr) => parseCidr(cidr) !== undefined);
  });
