import { HEADER } from './parts/header';
import { API_SERVER_PORT } from './parts/endpoint';

export interface HaproxyCfgInput {
  /** Address and port that connections are taken on, such as `*:8443`. */
  readonly bind: string;
  /** Loopback port on which haproxy answers 200 for itself, whatever its backends do. */
  readonly healthPort: number;
  readonly controlPlanes: readonly { readonly name: string; readonly address: string }[];
}

/**
 * haproxy.cfg: TCP to every API server that says it is ready. Sessions of a server that went away are cut, so that
 * clients reconnect at once instead of waiting for a TCP timeout. There is no `maxconn`: haproxy derives it from the
 * descriptors that it is allowed. There is no `chroot`: not every distribution has the socket of the log within one.
 * haproxy 1.5 takes it as well, which knows no log on stdout, no `check` by default and no brackets around addresses.
 */
export function renderHaproxyCfg({ bind, healthPort, controlPlanes }: HaproxyCfgInput): string {
  const servers = controlPlanes.map(
    ({ name, address }) => `    server ${name} ${address}:${API_SERVER_PORT} check check-ssl verify none\n`,
  );
  return `${HEADER}global
    log /dev/log local0 notice
    user haproxy
    group haproxy

defaults
    log global
    mode tcp
    option redispatch 1
    option clitcpka
    option srvtcpka
    retries 3
    timeout connect 2s
    timeout client 1m
    timeout server 1m
    timeout tunnel 4h
    timeout check 2s

frontend kubernetes
    bind ${bind}
    default_backend api-servers

backend api-servers
    balance leastconn
    option httpchk GET /readyz
    http-check expect status 200
    default-server inter 2s fastinter 500ms downinter 1s fall 2 rise 2 on-marked-down shutdown-sessions
${servers.join('')}
frontend health
    mode http
    timeout http-request 2s
    bind 127.0.0.1:${healthPort}
    monitor-uri /
`;
}
