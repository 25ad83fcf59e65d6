import { type NodeRule, yoursToFix } from './rule';

export const address: NodeRule = ({ node, facts }) => {
  const addresses = facts.interfaces.flatMap((networkInterface) => networkInterface.addresses);
  if (addresses.some((cidr) => cidr.split('/')[0] === node.address)) return [];
  return [
    yoursToFix(
      'address-missing',
      `no interface carries ${node.address}; the machine has ${addresses.join(', ') || 'no address'}`,
      'Correct the address of the node in the cluster file, or give the machine that address.',
    ),
  ];
};
