import type { Networking } from './cluster';
import { type Cidr, parseCidr } from './ip';

export type SubnetField = 'podSubnet' | 'serviceSubnet';

export interface Subnet {
  readonly text: string;
  readonly cidr: Cidr;
}

/** The comma-separated parts, one or two, of a subnet as kubeadm writes it. */
export function splitSubnets(value: string): string[] {
  return value.split(',');
}

export function subnetsOf(networking: Networking, field: SubnetField): Subnet[] {
  return splitSubnets(networking[field]).flatMap((text) => {
    const cidr = parseCidr(text);
    return cidr === undefined ? [] : [{ text, cidr }];
  });
}
