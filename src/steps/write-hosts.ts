import type { BuildStep } from './step-input';

/** Every node knows every node by name, where the cluster file asks for it. */
export const writeHosts: BuildStep = ({ cluster: { spec } }) =>
  spec.hosts.manage
    ? {
        name: 'write-hosts',
        title: 'Write the names of all nodes into /etc/hosts',
        resources: [
          {
            kind: 'hosts',
            entries: spec.nodes.map(({ address, name }) => ({ address, names: [name] })),
            disruption: 'none',
          },
        ],
      }
    : undefined;
