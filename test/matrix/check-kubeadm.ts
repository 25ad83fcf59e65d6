import type { Cluster, Node } from '../../src/config/cluster';
import { isControlPlane, isEtcdNode } from '../../src/config/nodes';
import { type KubeadmApi, kubernetesSupport } from '../../src/config/kubernetes-support';
import { isMapping, valueAt } from '../../src/config/value-at';
import { findMissing } from './node-resources';
import { findEmpty } from './read-file';
import type { RenderedCluster } from './render-node';

/** Fields that an older API has not. Source: `apis/kubeadm/<version>/types.go` of kubeadm. */
const LATER: Readonly<Record<KubeadmApi, readonly string[]>> = {
  v1beta2: ['timeouts', 'skipPhases', 'imagePullPolicy', 'patches', 'extraEnvs', 'imagePullSerial'],
  v1beta3: ['timeouts', 'extraEnvs', 'imagePullSerial'],
  v1beta4: ['timeoutForControlPlane'],
};

const GROUPS = ['kubeadm.k8s.io', 'kubelet.config.k8s.io', 'kubeproxy.config.k8s.io'];

interface Run {
  readonly cluster: Cluster;
  readonly node: Node;
}

/** What kubeadm reads is of its API, and says what the cluster file says. */
export function checkKubeadm({ cluster, kubeadm }: RenderedCluster): string[] {
  return cluster.spec.nodes.flatMap((node) =>
    (kubeadm.get(node.name) ?? []).flatMap((run) => {
      const documents = run.filter(isMapping);
      return [
        ...documents.flatMap((document) => checkDocument({ cluster, node }, document)),
        ...documents.flatMap((document) => checkCluster(cluster, document)),
        ...checkKinds(
          { cluster, node },
          documents.map(({ kind }) => String(kind)),
        ),
      ].map((fault) => `${node.name}: kubeadm: ${fault}`);
    }),
  );
}

function checkKinds({ node, cluster }: Run, kinds: readonly string[]): string[] {
  const ofProxy = cluster.spec.kubeProxy.mode === 'none' ? [] : ['KubeProxyConfiguration'];
  const init = ['InitConfiguration', 'ClusterConfiguration', 'KubeletConfiguration', ...ofProxy];
  const isInit = kinds.includes('InitConfiguration');
  const wanted = isInit ? init : ['JoinConfiguration'];
  const ok = kinds.join() === wanted.join() && (!isInit || isControlPlane(node));
  return ok ? [] : [`its documents are ${kinds.join(', ')}`];
}

function checkDocument({ cluster, node }: Run, document: Record<string, unknown>): string[] {
  const { kubeadmApi, controlPlaneTaints } = kubernetesSupport(cluster.spec.kubernetes.version);
  const [group = '', version] = String(document['apiVersion']).split('/');
  const isKubeadm = group === 'kubeadm.k8s.io';
  const registration = document['nodeRegistration'];
  const json = JSON.stringify(document);
  const later = isKubeadm ? LATER[kubeadmApi].filter((field) => json.includes(`"${field}":`)) : [];
  return [
    ...(GROUPS.includes(group) ? [] : [`there is no group ${group}`]),
    ...(!isKubeadm || version === kubeadmApi ? [] : [`${String(document['apiVersion'])} is not ${kubeadmApi}`]),
    ...later.map((field) => `${kubeadmApi} has no field ${field}`),
    ...findEmpty(document).map((at) => `${at} is empty`),
    ...(isMapping(registration)
      ? checkRegistration(registration, kubeadmApi, controlPlaneTaints, isControlPlane(node))
      : []),
  ];
}

function checkRegistration(
  registration: Record<string, unknown>,
  api: KubeadmApi,
  roles: readonly string[],
  hasTaints: boolean,
): string[] {
  const taints = [registration['taints']].flat().map((taint) => String(valueAt(taint, ['key'])));
  const wanted = hasTaints ? roles.map((role) => `node-role.kubernetes.io/${role}`) : [];
  return [
    ...(taints.join() === wanted.join() ? [] : [`the taints are ${taints.join(', ')}`]),
    ...(Array.isArray(registration['kubeletExtraArgs']) === (api === 'v1beta4')
      ? []
      : [`arguments are not as ${api} has them`]),
  ];
}

function checkCluster({ spec }: Cluster, document: Record<string, unknown>): string[] {
  if (document['kind'] !== 'ClusterConfiguration') return [];
  const members = spec.etcd.endpoints ?? spec.nodes.filter(isEtcdNode).map(({ address }) => `https://${address}:2379`);
  const wanted: [readonly string[], unknown][] = [
    [['kubernetesVersion'], spec.kubernetes.version],
    [['imageRepository'], spec.kubernetes.imageRepository],
    [['controlPlaneEndpoint'], spec.controlPlaneEndpoint],
    [['networking', 'podSubnet'], spec.networking.podSubnet],
    [['networking', 'serviceSubnet'], spec.networking.serviceSubnet],
    [['etcd', 'external', 'endpoints'], spec.etcd.topology === 'external' ? members : undefined],
  ];
  return [
    ...wanted
      .filter(([path, value]) => JSON.stringify(valueAt(document, path)) !== JSON.stringify(value))
      .map(([path]) => `${path.join('.')} is ${JSON.stringify(valueAt(document, path))}`),
    ...findMissing(
      'name in the certificate',
      [spec.controlPlaneEndpoint.replace(/:\d+$/, '')],
      [valueAt(document, ['apiServer', 'certSANs'])].flat().map(String),
    ),
  ];
}
