import { z } from 'zod';
import { subnets } from './addresses';
import { dnsName } from './scalars';

export const networkingSchema = z.strictObject({
  podSubnet: subnets()
    .default('10.244.0.0/16')
    .describe('Addresses of pods: one CIDR, or an IPv4 and an IPv6 one separated by a comma.'),
  serviceSubnet: subnets()
    .default('10.96.0.0/12')
    .describe('Addresses of services: one CIDR, or an IPv4 and an IPv6 one separated by a comma.'),
  dnsDomain: dnsName().default('cluster.local').describe('DNS domain of the cluster.'),
});
