import { HEADER } from './parts/header';

/** A command that asks the members of an external etcd as root of one of them; its flags are those of etcdctl. */
export function renderEtcdctl({
  program,
  endpoints,
}: {
  readonly program: string;
  readonly endpoints: readonly string[];
}): string {
  const defaults = [
    offer('endpoints', endpoints.join(',')),
    offer('cacert', '/etc/etcd/pki/ca.crt'),
    offer('cert', '/etc/etcd/pki/client.crt'),
    offer('key', '/etc/etcd/pki/client.key'),
  ];
  return `#!/bin/sh
${HEADER}# etcdctl refuses a flag beside the variable that means the same.
${defaults.join('')}exec ${program} "$@"
`;
}

/** The variable of a flag that is not given. */
function offer(flag: string, value: string): string {
  const variable = `ETCDCTL_${flag.toUpperCase()}`;
  return `case " $* " in *' --${flag}'[=' ']*) ;; *) export ${variable}="\${${variable}:-${value}}" ;; esac
`;
}
