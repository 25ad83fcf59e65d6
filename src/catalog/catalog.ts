import type { BUILT_IN_CATALOG } from '../config/schema';
import { calico } from './cni/calico';
import { calicoOperator } from './cni/calico-operator';
import { canal } from './cni/canal';
import { cilium } from './cni/cilium';
import { flannel } from './cni/flannel';
import type { CniKind } from './cni/kind';
import { manifest } from './cni/manifest';
import { none as noCni } from './cni/none';
import { external } from './load-balancer/external';
import { keepalivedHaproxy } from './load-balancer/keepalived-haproxy';
import type { LoadBalancerKind } from './load-balancer/kind';
import { kubeVip } from './load-balancer/kube-vip';
import { localHaproxy } from './load-balancer/local-haproxy';
import { none as noLoadBalancer } from './load-balancer/none';
import { amazonLinux } from './os/amazon-linux';
import { centos7 } from './os/centos-7';
import { debian } from './os/debian';
import type { OsFamily } from './os/kind';
import { openeuler } from './os/openeuler';
import { rhel } from './os/rhel';
import { containerd } from './runtime/containerd';
import { criO } from './runtime/cri-o';
import { docker } from './runtime/docker';
import type { RuntimeKind } from './runtime/kind';
import { mirantis } from './runtime/mirantis';

type Names<Kind extends keyof typeof BUILT_IN_CATALOG> = (typeof BUILT_IN_CATALOG)[Kind][number];

/** Everything that differs by choice, by the name that the cluster file chooses it by. */
export interface Catalog {
  readonly os: Readonly<Record<string, OsFamily>>;
  readonly runtime: Readonly<Record<string, RuntimeKind>>;
  readonly cni: Readonly<Record<string, CniKind>>;
  readonly loadBalancer: Readonly<Record<string, LoadBalancerKind>>;
}

/** The built-in catalog; a choice is one file and one line here. */
export const catalog = {
  os: { debian, rhel, 'centos-7': centos7, openeuler, 'amazon-linux': amazonLinux } satisfies Record<string, OsFamily>,
  runtime: { containerd, 'cri-o': criO, docker, mirantis } satisfies Record<Names<'runtime'>, RuntimeKind>,
  cni: { flannel, calico, 'calico-operator': calicoOperator, canal, cilium, manifest, none: noCni } satisfies Record<
    Names<'cni'>,
    CniKind
  >,
  loadBalancer: {
    'keepalived-haproxy': keepalivedHaproxy,
    'kube-vip': kubeVip,
    'local-haproxy': localHaproxy,
    external,
    none: noLoadBalancer,
  } satisfies Record<Names<'loadBalancer'>, LoadBalancerKind>,
};

/** The built-in catalog and entries of one's own, which win: they are asked first, and replace what has their name. */
export function catalogWith({ os, runtime, cni, loadBalancer }: Partial<Catalog>): Catalog {
  return {
    os: { ...os, ...catalog.os, ...os },
    runtime: { ...catalog.runtime, ...runtime },
    cni: { ...catalog.cni, ...cni },
    loadBalancer: { ...catalog.loadBalancer, ...loadBalancer },
  };
}
