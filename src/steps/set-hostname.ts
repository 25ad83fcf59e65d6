import type { BuildStep } from './step-input';

/** The machine is called what its Node is called. */
export const setHostname: BuildStep = ({ node }) => ({
  name: 'set-hostname',
  title: `Set the host name to ${node.name}`,
  resources: [{ kind: 'hostname', name: node.name, disruption: 'node' }],
});
