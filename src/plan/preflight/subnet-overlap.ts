import { formatNetwork, overlaps, parseCidr } from '../../config/ip';
import { subnetsOf } from '../../config/subnets';
import { type NodeRule, yoursToFix } from './rule';

const fields = ['podSubnet', 'serviceSubnet'] as const;

/** A network that a node is in and that pods or services would shadow. */
export const subnetOverlap: NodeRule = ({ cluster, facts }) => {
  const networks = facts.interfaces.flatMap(({ name, addresses }) =>
    addresses.flatMap((text) => {
      const cidr = parseCidr(text);
      return cidr === undefined ? [] : [{ name, cidr }];
    }),
  );
  return fields.flatMap((field) =>
    subnetsOf(cluster.spec.networking, field).flatMap((subnet) =>
      networks
        .filter(({ cidr }) => overlaps(cidr, subnet.cidr))
        .map(({ name, cidr }) =>
          yoursToFix(
            'subnet-overlap',
            `${field} ${subnet.text} overlaps with ${formatNetwork(cidr)}, the network of ${name}`,
            `Choose another spec.networking.${field}.`,
          ),
        ),
    ),
  );
};
