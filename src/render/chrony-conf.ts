import { HEADER } from './parts/header';

/**
 * chrony.conf that follows these servers. A clock that is far off at boot is stepped, since certificates and leases
 * suffer from it; later it is only slewed, since etcd and Kubernetes suffer from jumps.
 */
export function renderChronyConf(servers: readonly string[]): string {
  return `${HEADER}${servers.map((server) => `server ${server} iburst\n`).join('')}
driftfile /var/lib/chrony/drift
makestep 1.0 3
rtcsync
`;
}
