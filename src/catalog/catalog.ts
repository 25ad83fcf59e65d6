import type { BUILT_IN_CATALOG } from '../config/schema';
import { flannel } from './cni/flannel';
import type { CniKind } from './cni/kind';
import { none as noCni } from './cni/none';
import { external } from './load-balancer/external';
import { keepalivedHaproxy } from './load-balancer/keepalived-haproxy';
import type { LoadBalancerKind } from './load-balancer/kind';
import { none as noLoadBalancer } from './load-balancer/none';
import { amazonLinux } from './os/amazon-linux';
import { centos7 } from './os/centos-7';
import { debian } from './os/debian';
import type { OsFamily } from './os/kind';
import { openeuler } from './os/openeuler';
import { rhel } from './os/rhel';
import { containerd } from './runtime/containerd';
import type { RuntimeKind } from './runtime/kind';

type Names<Kind extends keyof typeof BUILT_IN_CATALOG> = (typeof BUILT_IN_CATALOG)[Kind][number];

/** Everything that differs by choice; a choice is one file and one line here. */
export const catalog = {
  os: { debian, rhel, 'centos-7': centos7, openeuler, 'amazon-linux': amazonLinux } satisfies Record<string, OsFamily>,
  runtime: { containerd } satisfies Record<Names<'runtime'>, RuntimeKind>,
  cni: { flannel, none: noCni } satisfies Record<Names<'cni'>, CniKind>,
  loadBalancer: { 'keepalived-haproxy': keepalivedHaproxy, external, none: noLoadBalancer } satisfies Record<
    Names<'loadBalancer'>,
    LoadBalancerKind
  >,
};
