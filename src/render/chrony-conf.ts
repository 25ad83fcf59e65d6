import { HEADER } from './parts/header';

export interface ChronyConfInput {
  readonly servers: readonly string[];
  /** Serves the time to whoever asks, also while no server answers: then to those of its kind as well. */
  readonly isServing?: boolean;
}

/**
 * chrony.conf that follows these servers. A clock that is far off at boot is stepped, since certificates and leases
 * suffer from it; later it is only slewed, since etcd and Kubernetes suffer from jumps. Those that serve agree on one of
 * them (`orphan`) when all of them have lost the servers above.
 */
export function renderChronyConf({ servers, isServing = false }: ChronyConfInput): string {
  return `${HEADER}${servers.map((server) => `server ${server} iburst\n`).join('')}
driftfile /var/lib/chrony/drift
makestep 1.0 3
rtcsync
${isServing ? 'allow all\nlocal stratum 10 orphan\n' : ''}`;
}
