import { HEADER } from './parts/header';

export interface KeepalivedConfInput {
  /** Name of this node. */
  readonly node: string;
  readonly vip: string;
  readonly prefixLength: number;
  readonly interface: string;
  readonly virtualRouterId: number;
  /** 1 to 254; the highest of those that are fit holds the VIP. */
  readonly priority: number;
  /** This node's address and its peers'; absent: multicast. */
  readonly unicast?: { readonly source: string; readonly peers: readonly string[] };
  /** Loopback port on which the local haproxy answers for itself. */
  readonly healthPort: number;
}

/**
 * keepalived.conf. The check asks the local haproxy alone: an API server that is down is haproxy's business, and a
 * check of it would take the VIP from every node at once while the first one starts. It has no weight, so that failing
 * it makes the node unfit: a negative weight smaller than the distance between priorities, as often written, never
 * moves the VIP. `nopreempt` leaves a moved VIP where it is, since every move cuts connections. For the same reason one
 * check or two that fail move nothing: a node that is busy for a moment is not unfit.
 */
export function renderKeepalivedConf(input: KeepalivedConfInput): string {
  return `${HEADER}global_defs {
    router_id ${input.node}
    enable_script_security
    script_user nobody
}

vrrp_script haproxy {
    script "/usr/bin/curl --noproxy 127.0.0.1 --silent --fail --max-time 1 --output /dev/null http://127.0.0.1:${input.healthPort}/"
    interval 1
    timeout 2
    fall 3
    rise 2
    init_fail
}

vrrp_instance control-plane-endpoint {
    state BACKUP
    nopreempt
    interface ${input.interface}
    virtual_router_id ${input.virtualRouterId}
    priority ${input.priority}
    advert_int 1
${input.unicast === undefined ? '' : renderUnicast(input.unicast)}    virtual_ipaddress {
        ${input.vip}/${input.prefixLength} dev ${input.interface}
    }
    track_script {
        haproxy
    }
}
`;
}

function renderUnicast({ source, peers }: NonNullable<KeepalivedConfInput['unicast']>): string {
  return `    unicast_src_ip ${source}
    unicast_peer {
${peers.map((peer) => `        ${peer}\n`).join('')}    }
`;
}
