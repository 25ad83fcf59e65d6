import type { Lab } from '../../../lab';

/** Root's home stays as it was: whoever compares a machine would find kubectl's cache there. */
export const KUBECTL = ['kubectl', '--kubeconfig', '/etc/kubernetes/admin.conf', '--cache-dir', '/tmp/kubectl'];
const ETCDCTL = `pki=/etc/kubernetes/pki/etcd
exec "/proc/$(pidof etcd)/root/usr/local/bin/etcdctl" --cacert $pki/ca.crt --cert $pki/server.crt --key $pki/server.key \
-w json --endpoints "$0" "$@"`;

export interface NodeView {
  readonly name: string;
  readonly ready: boolean;
  readonly version: string;
}

export interface EtcdView {
  readonly voters: readonly string[];
  readonly learners: readonly string[];
  /** One per member. */
  readonly hashes: readonly number[];
}

/** What the cluster is, asked on its machines by kubectl and etcdctl, past everything of the product. */
export class ClusterOracle {
  readonly #lab: Lab;

  constructor(lab: Lab) {
    this.#lab = lab;
  }

  async nodes(from = 'cp-1'): Promise<NodeView[]> {
    const { items } = JSON.parse(await this.#ask(from, [...KUBECTL, 'get', 'nodes', '-o', 'json'])) as NodeList;
    return items.map(({ metadata, status }) => ({
      name: metadata.name,
      ready: status.conditions.some(({ type, status: value }) => type === 'Ready' && value === 'True'),
      version: status.nodeInfo.kubeletVersion,
    }));
  }

  /** When the node's kubelet last said that it lives, Unix time in ms. */
  async lastRenewal(node: string, from: string): Promise<number> {
    const argv = ['-n', 'kube-node-lease', 'get', 'lease', node, '-o', 'jsonpath={.spec.renewTime}'];
    return Date.parse(await this.#ask(from, [...KUBECTL, ...argv]));
  }

  async clusterUid(from: string): Promise<string> {
    return this.#ask(from, [...KUBECTL, 'get', 'namespace', 'kube-system', '-o', 'jsonpath={.metadata.uid}']);
  }

  /** SHA-256 of the CA that the machine trusts. */
  async caFingerprint(machine: string): Promise<string> {
    const file = '/etc/kubernetes/pki/ca.crt';
    return (await this.#ask(machine, ['openssl', 'x509', '-noout', '-fingerprint', '-sha256', '-in', file])).trim();
  }

  async etcd(from: string, addresses: readonly string[]): Promise<EtcdView> {
    const endpoints = addresses.map((address) => `https://${address}:2379`).join(',');
    const ask = (...args: readonly string[]) => this.#ask(from, ['sh', '-c', ETCDCTL, endpoints, ...args]);
    const { members } = JSON.parse(await ask('member', 'list')) as MemberList;
    const states = JSON.parse(await ask('endpoint', 'status')) as EndpointStatus[];
    // Members are hashed up to one revision that all of them have: the cluster goes on writing.
    const revision = Math.min(...states.map(({ Status }) => Status.header.revision));
    const hashes = JSON.parse(await ask('endpoint', 'hashkv', '--rev', String(revision))) as {
      readonly HashKV: { readonly hash: number };
    }[];
    const names = (isLearner: boolean) =>
      members
        .filter((member) => (member.isLearner ?? false) === isLearner)
        .map(({ name }) => name)
        .toSorted();
    return { voters: names(false), learners: names(true), hashes: hashes.map(({ HashKV }) => HashKV.hash) };
  }

  /** Names of the units in which kubeadm was started, one entry a start, from the journal of the machine's systemd. */
  async kubeadmUnits(machine: string): Promise<string[]> {
    const journal = await this.#ask(machine, ['journalctl', '--no-pager', '-o', 'cat', '_PID=1']);
    return [...journal.matchAll(/^Started slipway-op-\S*?-(kubeadm-[a-z-]+)-[0-9a-f]{12}-\d+\.service/gm)]
      .map(([, verb = '']) => verb)
      .toSorted();
  }

  /** When the last unit of this verb ended on the machine, Unix time in ms, from the same journal. */
  async unitEndedAtMs(machine: string, verb: string): Promise<number> {
    const journal = await this.#ask(machine, ['journalctl', '--no-pager', '-o', 'short-unix', '_PID=1']);
    const ends = [
      ...journal.matchAll(/^([\d.]+) .* slipway-op-\S*?-(kubeadm-[a-z-]+)-[0-9a-f]{12}-\d+\.service: Deactivated/gm),
    ];
    return Number(ends.findLast(([, , ended]) => ended === verb)?.[1]) * 1000;
  }

  async holdsAddress(machine: string, address: string): Promise<boolean> {
    return (await this.#ask(machine, ['ip', '-o', 'addr'])).includes(` ${address}/`);
  }

  async #ask(machine: string, argv: readonly string[]): Promise<string> {
    const { exitCode, stdout, stderr } = await this.#lab.exec(machine, argv);
    if (exitCode !== 0) throw new Error(`${argv.slice(0, 4).join(' ')} on ${machine}: ${stderr.trim()}`);
    return stdout;
  }
}

interface NodeList {
  readonly items: readonly {
    readonly metadata: { readonly name: string };
    readonly status: {
      readonly nodeInfo: { readonly kubeletVersion: string };
      readonly conditions: readonly { readonly type: string; readonly status: string }[];
    };
  }[];
}

interface EndpointStatus {
  readonly Status: { readonly header: { readonly revision: number } };
}

interface MemberList {
  readonly members: readonly { readonly name: string; readonly isLearner?: boolean }[];
}
