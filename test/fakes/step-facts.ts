import type { Node } from '../../src/config/cluster';
import type { StepFacts } from '../../src/steps';

/** Operating systems of each family, as os-release says it. */
export const SYSTEMS = {
  debian: { id: 'debian', idLike: [], versionId: '12', prettyName: 'Debian GNU/Linux 12 (bookworm)' },
  ubuntu: { id: 'ubuntu', idLike: ['debian'], versionId: '20.04', prettyName: 'Ubuntu 20.04.6 LTS' },
  rocky: { id: 'rocky', idLike: ['rhel', 'centos', 'fedora'], versionId: '9.3', prettyName: 'Rocky Linux 9.3' },
  'centos-7': { id: 'centos', idLike: ['rhel', 'fedora'], versionId: '7', prettyName: 'CentOS Linux 7 (Core)' },
  openeuler: { id: 'openEuler', idLike: [], versionId: '22.03', prettyName: 'openEuler 22.03 (LTS-SP3)' },
  'amazon-linux': { id: 'amzn', idLike: ['fedora'], versionId: '2023', prettyName: 'Amazon Linux 2023' },
} as const satisfies Record<string, StepFacts['os']>;

/** A machine of that system with one interface, which carries the node's address. */
export function factsOf(node: Node, system: keyof typeof SYSTEMS): StepFacts {
  return {
    os: SYSTEMS[system],
    architecture: 'amd64',
    interfaces: [{ name: 'eth0', mac: '02:00:00:00:00:01', mtu: 1500, addresses: [`${node.address}/24`] }],
  };
}

/** A Debian machine with one interface, which carries the node's address. */
export function debianFacts(node: Node): StepFacts {
  return factsOf(node, 'debian');
}
