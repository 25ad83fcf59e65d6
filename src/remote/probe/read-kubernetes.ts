import { createHash, X509Certificate } from 'node:crypto';
import type { Addon, EtcdMember, KubeadmState, LiveClusterConfiguration } from '../../plan/facts';
import { readRecord } from '../pod-network/record';
import type { ProbeAnswers } from './answers';

/** What `tellKubernetes` told, as values. Data of an external etcd is none of kubeadm's. */
export function readKubernetes(answers: ProbeAnswers, { hasExternalEtcd = false } = {}): KubeadmState {
  const caFingerprint = fingerprintCa(answers.text('ca'));
  const kubeSystem = parseJson(answers.text('kube-system')) as { metadata?: { uid?: string } } | undefined;
  const members = readMembers(answers.text('members'));
  const unanswered = answers.optional('unanswered');
  const cutFiles = answers.all('cut-file').toSorted();
  return {
    certificates: readCertificates(answers.all('pki')),
    kubeconfigs: answers.all('kubeconfig').map((line) => {
      const [name = '', whole] = line.split(' ');
      return { name, whole: whole === 'yes' };
    }),
    manifests: answers.all('manifest'),
    etcdData: answers.has('etcd-data') && !hasExternalEtcd,
    cniConfigs: answers.all('cni'),
    apiServerLive: answers.has('live'),
    ...(unanswered && { unanswered }),
    ...(cutFiles.length > 0 && { cutFiles }),
    ...readKubelet(answers),
    ...(caFingerprint && { caFingerprint }),
    ...(kubeSystem?.metadata?.uid && { clusterUid: kubeSystem.metadata.uid }),
    ...(answers.has('kubeadm-config') && readKubeadmConfig(answers.text('kubeadm-config'))),
    ...readAddons(answers),
    ...readNode(answers),
    ...(answers.has('node-names') && { nodeNames: answers.lines('node-names') }),
    ...readPodNetwork(answers),
    ...(answers.has('etcd-recovery') && { etcdRecoveryBegun: true as const }),
    ...(hasExternalEtcd && readExternalEtcd(answers)),
    ...(members && { members }),
  };
}

function readKubelet(answers: ProbeAnswers) {
  const bootstrapTokenId = answers.optional('bootstrap-token-id');
  return {
    kubeletConfig: answers.has('kubelet-config'),
    kubeletActive: answers.text('kubelet') === 'active',
    ...(answers.has('kubelet-uncertified') && { kubeletUncertified: true as const }),
    ...(bootstrapTokenId && { bootstrapTokenId }),
  };
}

function parseJson(text: string): unknown {
  try {
    return text === '' ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}

/** SHA-256 of the subject public key, hex: what kubeadm calls a CA certificate hash, without its `sha256:`. */
export function fingerprintCa(pem: string): string | undefined {
  try {
    const spki = new X509Certificate(pem).publicKey.export({ type: 'spki', format: 'der' });
    return createHash('sha256').update(spki).digest('hex');
  } catch {
    return undefined;
  }
}

/** Pairs from names such as `etcd/ca.crt`, `sa.pub`. */
function readCertificates(files: readonly string[]): KubeadmState['certificates'] {
  const names = new Set(files.map((file) => file.replace(/\.(?:crt|key|pub)$/, '')));
  return [...names].toSorted().map((name) => ({
    name,
    key: files.includes(`${name}.key`),
    certificate: files.includes(`${name}.crt`) || files.includes(`${name}.pub`),
  }));
}

function readClusterYaml(text: string): string | undefined {
  const configMap = parseJson(text) as { data?: { ClusterConfiguration?: string } } | undefined;
  return configMap?.data?.ClusterConfiguration;
}

function readKubeadmConfig(text: string): Partial<KubeadmState> {
  const yaml = readClusterYaml(text);
  if (yaml === undefined) return { kubeadmConfigUploaded: false };
  return { kubeadmConfigUploaded: true, clusterConfiguration: readClusterConfiguration(yaml) };
}

/** kubeadm writes these as plain scalars, each name once in the document. */
function readClusterConfiguration(yaml: string): LiveClusterConfiguration {
  const scalar = (key: string) => new RegExp(`^ *${key}: *"?([^"\\n]*?)"? *$`, 'm').exec(yaml)?.[1];
  const found = (['kubernetesVersion', 'controlPlaneEndpoint', 'podSubnet', 'serviceSubnet', 'dnsDomain'] as const).map(
    (key) => [key, scalar(key)] as const,
  );
  return Object.fromEntries(found.filter(([, value]) => value));
}

/** kubeadm writes the endpoints as a plain list, under a key that its configuration has once. */
const ENDPOINTS = /^ *endpoints: *\n((?: *- .*\n?)+)/m;

function readExternalEtcd(answers: ProbeAnswers) {
  const apiServerEtcd = answers.optional('etcd-servers')?.split(',');
  const listed = ENDPOINTS.exec(readClusterYaml(answers.text('kubeadm-config')) ?? '')?.[1];
  const clusterEtcd = listed?.match(/[^\s"-]\S*[^\s"]/g);
  return {
    externalEtcd: true as const,
    ...(apiServerEtcd && { apiServerEtcd }),
    ...(clusterEtcd && { clusterEtcd: [...clusterEtcd] }),
  };
}

const ADDONS: readonly Addon[] = ['coredns', 'kube-proxy'];

function readAddons(answers: ProbeAnswers): Partial<KubeadmState> {
  if (!answers.has('coredns') || answers.has('unanswered')) return {};
  const isThere = (object: string) => answers.text(object) === '200';
  const isWhole = (addon: Addon) => isThere(addon) && isThere(`${addon}-end`);
  const begun = ADDONS.filter((addon) => isThere(addon) && !isWhole(addon));
  return { addons: ADDONS.filter(isWhole), ...(begun.length > 0 && { addonsBegun: begun }) };
}

function readPodNetwork(answers: ProbeAnswers): Pick<KubeadmState, 'podNetwork'> {
  if (!answers.has('pod-network') || answers.has('unanswered')) return {};
  const record = readRecord(parseJson(answers.text('pod-network')));
  return { podNetwork: { agents: answers.all('pod-network-agent'), ...(record && { record }) } };
}

interface NodeTable {
  readonly rows?: readonly {
    readonly cells?: readonly unknown[];
    readonly object?: { readonly metadata?: NodeMetadata };
  }[];
}

interface NodeMetadata {
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** What kubeadm marks a control plane as, and what it did before 1.20. */
const CONTROL_PLANE_ROLES = ['control-plane', 'master'];

/** A row of the table that `kubectl get node` prints: name, status, roles, age, version; and what is asked for beside it. */
export function readNode(
  answers: ProbeAnswers,
): Pick<KubeadmState, 'nodeObject' | 'markedControlPlane' | 'nodeSettings'> {
  const code = answers.text('node-status');
  if (code === '404') return { nodeObject: 'absent' };
  if (code !== '200') return {};
  const [row] = (parseJson(answers.text('node')) as NodeTable | undefined)?.rows ?? [];
  const [, status, roles] = row?.cells ?? [];
  if (typeof status !== 'string') return {};
  return {
    nodeObject: status.split(',')[0] === 'Ready' ? 'ready' : 'not-ready',
    markedControlPlane: CONTROL_PLANE_ROLES.some((role) => String(roles).split(',').includes(role)),
    ...(row?.object?.metadata && { nodeSettings: readSettings(row.object.metadata) }),
  };
}

/** Annotations of others are nobody's business here, and long. */
function readSettings({ labels = {}, annotations = {} }: NodeMetadata): NonNullable<KubeadmState['nodeSettings']> {
  const own = Object.entries(annotations).filter(([name]) => name.startsWith('slipway.dev/'));
  return { labels, annotations: Object.fromEntries(own) };
}

interface GatewayMember {
  readonly ID: string;
  readonly name?: string;
  readonly peerURLs?: readonly string[];
  readonly isLearner?: boolean;
}

/** Members from the answer of etcd's gateway, which leaves out what is empty or false; undefined where it gave none. */
export function readMembers(text: string): readonly EtcdMember[] | undefined {
  const answer = parseJson(text) as { members?: readonly GatewayMember[] } | undefined;
  return answer?.members?.map((member) => ({
    id: BigInt(member.ID).toString(16),
    name: member.name ?? '',
    peerUrl: member.peerURLs?.[0] ?? '',
    isLearner: member.isLearner ?? false,
  }));
}
