import type { KubernetesObject } from '../../kubernetes-object';
import { NAMESPACE } from './access';
import { CONFIG_MAP } from './config-map';
import type { FlannelImages } from './release';

const labels = { app: 'flannel', tier: 'node' };

const VOLUMES = [
  { name: 'run', hostPath: { path: '/run/flannel' } },
  { name: 'cni-plugin', hostPath: { path: '/opt/cni/bin' } },
  { name: 'cni', hostPath: { path: '/etc/cni/net.d' } },
  { name: 'flannel-cfg', configMap: { name: CONFIG_MAP } },
  { name: 'xtables-lock', hostPath: { path: '/run/xtables.lock', type: 'FileOrCreate' } },
];

/**
 * flannel on every node, whatever its taints. The configuration is repeated in an annotation, so that a change of it
 * rolls the pods. Traffic leaves by the interface of the node's internal address, not by that of the default route.
 */
export function buildDaemonSet(images: FlannelImages, config: Readonly<Record<string, string>>): KubernetesObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'kube-flannel-ds', namespace: NAMESPACE, labels: { ...labels, 'k8s-app': 'flannel' } },
    spec: {
      selector: { matchLabels: { app: 'flannel' } },
      template: {
        metadata: { labels, annotations: { 'slipway.dev/config': JSON.stringify(config) } },
        spec: {
          hostNetwork: true,
          priorityClassName: 'system-node-critical',
          serviceAccountName: 'flannel',
          nodeSelector: { 'kubernetes.io/os': 'linux' },
          tolerations: [{ operator: 'Exists' }],
          initContainers: [
            buildCopy(
              'install-cni-plugin',
              images.cniPlugin,
              ['/flannel', '/opt/cni/bin/flannel'],
              [{ name: 'cni-plugin', mountPath: '/opt/cni/bin' }],
            ),
            buildCopy(
              'install-cni',
              images.flannel,
              ['/etc/kube-flannel/cni-conf.json', '/etc/cni/net.d/10-flannel.conflist'],
              [
                { name: 'cni', mountPath: '/etc/cni/net.d' },
                { name: 'flannel-cfg', mountPath: '/etc/kube-flannel/' },
              ],
            ),
          ],
          containers: [buildFlannel(images.flannel)],
          volumes: VOLUMES,
        },
      },
    },
  };
}

function buildCopy(name: string, image: string, args: readonly string[], volumeMounts: readonly object[]): object {
  return { name, image, command: ['cp'], args: ['-f', ...args], volumeMounts };
}

function buildFlannel(image: string): object {
  const fromField = (name: string, fieldPath: string) => ({ name, valueFrom: { fieldRef: { fieldPath } } });
  return {
    name: 'kube-flannel',
    image,
    command: ['/opt/bin/flanneld'],
    args: ['--ip-masq', '--kube-subnet-mgr', '--iface=$(NODE_IP)'],
    resources: { requests: { cpu: '100m', memory: '50Mi' } },
    securityContext: { privileged: false, capabilities: { add: ['NET_ADMIN', 'NET_RAW'] } },
    env: [
      fromField('POD_NAME', 'metadata.name'),
      fromField('POD_NAMESPACE', 'metadata.namespace'),
      fromField('NODE_IP', 'status.hostIP'),
      { name: 'EVENT_QUEUE_DEPTH', value: '5000' },
    ],
    volumeMounts: [
      { name: 'run', mountPath: '/run/flannel' },
      { name: 'flannel-cfg', mountPath: '/etc/kube-flannel/' },
      { name: 'xtables-lock', mountPath: '/run/xtables.lock' },
    ],
  };
}
