import type { BuildStep } from './step-input';

/** The names of the cluster's nodes are no more in /etc/hosts, whoever asked for them. */
export const retireHosts: BuildStep = () => ({
  name: 'retire-hosts',
  title: 'Take the names of the nodes out of /etc/hosts',
  resources: [{ kind: 'hosts', entries: [], disruption: 'none' }],
});
