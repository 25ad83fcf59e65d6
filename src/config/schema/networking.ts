import { z } from 'zod';
import { dnsName, text } from './scalars';

const CIDR = '[0-9a-fA-F:.]{2,45}/\\d{1,3}';

/** One or two CIDRs, comma-separated as kubeadm writes them; the rules check families, boundaries and overlaps. */
const subnets = () =>
  text('one CIDR, or one of each IP family separated by a comma', new RegExp(`^${CIDR}(?:,${CIDR})?$`), 100);

export const networkingSchema = z.strictObject({
  podSubnet: subnets()
    .default('10.244.0.0/16')
    .describe('Addresses of pods: one CIDR, or an IPv4 and an IPv6 one separated by a comma.'),
  serviceSubnet: subnets()
    .default('10.96.0.0/12')
    .describe('Addresses of services: one CIDR, or an IPv4 and an IPv6 one separated by a comma.'),
  dnsDomain: dnsName().default('cluster.local').describe('DNS domain of the cluster.'),
});
