import { z } from 'zod';
import { splitEndpoint } from '../endpoint';
import { DNS_NAME, isHost } from '../host';
import { parseCidr, parseIp } from '../ip';
import { splitSubnets } from '../subnets';

/** A string for which `isAccepted` holds; the length is checked first, so that no parser sees a monster. */
function checked(error: string, isAccepted: (value: string) => boolean) {
  return z
    .string({ error })
    .refine((value) => value.length <= 300 && isAccepted(value), { error })
    .meta({ patternErrorMessage: error });
}

export const ipAddress = () => checked('an IP address such as 10.0.0.11', (value) => parseIp(value) !== undefined);

export const hostOrIp = () => checked('an IP address or a lowercase DNS name', isHost);

export const endpoint = () =>
  checked('host:port such as 10.0.0.100:8443, an IPv6 host in brackets', (value) => splitEndpoint(value) !== undefined);

/** One or two CIDRs, comma-separated as kubeadm writes them; the rules check families, boundaries and overlaps. */
export const subnets = () =>
  checked('one CIDR such as 10.244.0.0/16, or an IPv4 and an IPv6 one separated by a comma', (value) => {
    const cidrs = splitSubnets(value);
    return cidrs.length <= 2 && cidrs.every((cidr) => parseCidr(cidr) !== undefined);
  });

/** As curl, Go, apt, dnf and wget alike take it: no port, no wildcard, one entry a string. */
export const noProxyEntry = () =>
  checked(
    'a name such as registry.example.com or .example.com, an IP address, or a CIDR such as 10.0.0.0/24',
    (value) => isHost(value) || parseCidr(value) !== undefined || DNS_NAME.test(value.replace(/^\./, '')),
  );
