import { HEADER } from './parts/header';

/** A command that asks the members of an external etcd as root of one of them, with no flag to remember. */
export function renderEtcdctl({
  program,
  endpoints,
}: {
  readonly program: string;
  readonly endpoints: readonly string[];
}): string {
  return `#!/bin/sh
${HEADER}export ETCDCTL_API="\${ETCDCTL_API:-3}"
export ETCDCTL_ENDPOINTS="\${ETCDCTL_ENDPOINTS:-${endpoints.join(',')}}"
export ETCDCTL_CACERT="\${ETCDCTL_CACERT:-/etc/etcd/pki/ca.crt}"
export ETCDCTL_CERT="\${ETCDCTL_CERT:-/etc/etcd/pki/client.crt}"
export ETCDCTL_KEY="\${ETCDCTL_KEY:-/etc/etcd/pki/client.key}"
exec ${program} "$@"
`;
}
