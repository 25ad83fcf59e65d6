import type { KubernetesObject } from '../../src/catalog/kubernetes-object';

const env = (name: string, value: string) => ({ name, value });
const metadata = (name: string) => ({ name, namespace: 'kube-system' });

const workload = (kind: string, name: string, spec: object, pod: object): KubernetesObject => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: metadata(name),
  spec: { ...spec, template: { metadata: { labels: { 'k8s-app': name } }, spec: pod } },
});

const kind = (name: string): KubernetesObject => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name },
});

const probe = (...words: string[]) => ({ exec: { command: ['/bin/calico-node', ...words] }, periodSeconds: 10 });

/** Of Calico's manifest as much as is edited, with one object beside of what is left as it is. */
export function calicoObjects(version: string): KubernetesObject[] {
  const image = (part: string) => `docker.io/calico/${part}:v${version}`;
  return [
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: metadata('calico-config'),
      data: { typha_service_name: 'none', calico_backend: 'bird', veth_mtu: '0', cni_network_config: '{}' },
    },
    kind('ippools.crd.projectcalico.org'),
    workload(
      'DaemonSet',
      'calico-node',
      { updateStrategy: { type: 'RollingUpdate' } },
      {
        initContainers: [
          { name: 'install-cni', image: image('cni'), env: [env('CNI_CONF_NAME', '10-calico.conflist')] },
        ],
        containers: [
          {
            name: 'calico-node',
            image: image('node'),
            env: [
              env('DATASTORE_TYPE', 'kubernetes'),
              env('CLUSTER_TYPE', 'k8s,bgp'),
              env('CALICO_IPV4POOL_IPIP', 'Always'),
              env('CALICO_IPV4POOL_VXLAN', 'Never'),
            ],
            livenessProbe: probe('-felix-live', '-bird-live'),
            readinessProbe: probe('-felix-ready', '-bird-ready'),
          },
        ],
      },
    ),
    workload(
      'Deployment',
      'calico-kube-controllers',
      { replicas: 1 },
      { containers: [{ name: 'calico-kube-controllers', image: image('kube-controllers') }] },
    ),
  ];
}

/** The same of the manifest with Typha. */
export function calicoTyphaObjects(version: string): KubernetesObject[] {
  const containers = [{ name: 'calico-typha', image: `docker.io/calico/typha:v${version}` }];
  return [...calicoObjects(version), workload('Deployment', 'calico-typha', { replicas: 1 }, { containers })];
}

/** Of the operator's manifest: one definition and the operator. */
export function operatorObjects(version: string): KubernetesObject[] {
  const containers = [{ name: 'tigera-operator', image: `quay.io/tigera/operator:v${version}` }];
  return [kind('installations.operator.tigera.io'), workload('Deployment', 'tigera-operator', {}, { containers })];
}

/** Of canal's manifest as much as is edited. */
export function canalObjects(version: string): KubernetesObject[] {
  return [
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: metadata('canal-config'),
      data: { canal_iface: '', veth_mtu: '0', 'net-conf.json': '{ "Network": "10.244.0.0/16" }' },
    },
    workload(
      'DaemonSet',
      'canal',
      {},
      {
        initContainers: [{ name: 'install-cni', image: `docker.io/calico/cni:v${version}` }],
        containers: [
          { name: 'calico-node', image: `docker.io/calico/node:v${version}`, env: [env('USE_POD_CIDR', 'true')] },
          {
            name: 'kube-flannel',
            image: 'docker.io/flannel/flannel:v0.24.3',
            env: [
              { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
              { name: 'FLANNELD_IFACE', valueFrom: { configMapKeyRef: { name: 'canal-config', key: 'canal_iface' } } },
            ],
          },
        ],
      },
    ),
  ];
}
