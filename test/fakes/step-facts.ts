import type { Node } from '../../src/config/cluster';
import type { StepFacts } from '../../src/steps';

/** A Debian machine with one interface, which carries the node's address. */
export function debianFacts(node: Node): StepFacts {
  return {
    os: { id: 'debian', idLike: [], versionId: '12', prettyName: 'Debian GNU/Linux 12 (bookworm)' },
    architecture: 'amd64',
    interfaces: [{ name: 'eth0', mac: '02:00:00:00:00:01', mtu: 1500, addresses: [`${node.address}/24`] }],
  };
}
