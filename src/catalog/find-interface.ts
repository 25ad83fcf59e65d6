import type { Node } from '../config/cluster';
import type { NetworkInterface } from '../plan/facts';

/** Name of the interface that carries the node's address. Throws when none does. */
export function findInterface(node: Node, interfaces: readonly NetworkInterface[]): string {
  const found = interfaces.find(({ addresses }) => addresses.some((address) => address.split('/')[0] === node.address));
  if (found !== undefined) return found.name;
  const seen =
    interfaces.map(({ name, addresses }) => `${name} (${addresses.join(', ')})`).join(', ') || 'no interface';
  throw new Error(
    `no interface of ${node.name} carries its address ${node.address}; it has ${seen}. ` +
      `Correct the address of the node, or set loadBalancer.interface`,
  );
}
