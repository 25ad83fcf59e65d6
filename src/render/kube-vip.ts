import { HEADER } from './parts/header';
import { API_SERVER_PORT } from './parts/endpoint';
import { renderYaml } from './parts/yaml';

export interface KubeVipInput {
  readonly image: string;
  readonly vip: string;
  readonly interface: string;
  /** Path on the node of the kubeconfig that it asks the node's own API server with. */
  readonly kubeconfig: string;
}

/**
 * The static pod of kube-vip: whoever has its lease answers ARP for the VIP, and loses it five seconds after it has
 * fallen silent. It asks the API server of its own node, as `kubernetes`, so that it needs no VIP to get one.
 */
export function renderKubeVip({ image, vip, interface: device, kubeconfig }: KubeVipInput): string {
  const settings = {
    vip_arp: 'true',
    port: String(API_SERVER_PORT),
    vip_interface: device,
    vip_subnet: '32',
    cp_enable: 'true',
    cp_namespace: 'kube-system',
    vip_leaderelection: 'true',
    vip_leasename: 'plndr-cp-lock',
    vip_leaseduration: '5',
    vip_renewdeadline: '3',
    vip_retryperiod: '1',
    address: vip,
  };
  const environment = [
    ...Object.entries(settings).map(([name, value]) => ({ name, value })),
    { name: 'vip_nodename', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
  ];
  return `${HEADER}${renderYaml([
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'kube-vip', namespace: 'kube-system' },
      spec: {
        hostNetwork: true,
        priorityClassName: 'system-node-critical',
        hostAliases: [{ ip: '127.0.0.1', hostnames: ['kubernetes'] }],
        containers: [
          {
            name: 'kube-vip',
            image,
            imagePullPolicy: 'IfNotPresent',
            args: ['manager'],
            env: environment,
            securityContext: { capabilities: { add: ['NET_ADMIN', 'NET_RAW'], drop: ['ALL'] } },
            volumeMounts: [{ name: 'kubeconfig', mountPath: '/etc/kubernetes/admin.conf', readOnly: true }],
          },
        ],
        volumes: [{ name: 'kubeconfig', hostPath: { path: kubeconfig, type: 'File' } }],
      },
    },
  ])}`;
}
