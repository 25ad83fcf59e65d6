import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { KubernetesNode } from './kubernetes-node';

const MANIFEST = '/etc/kubernetes/manifests/etcd.yaml';
const DATA = '/var/lib/etcd';
const LOOK_EVERY_MS = 20;

/** As kubeadm writes it, as far as anybody reads it. */
export const ETCD_MANIFEST = `spec:
  containers:
  - command:
    - etcd
    - --data-dir=/var/lib/etcd
`;

/**
 * A node with a kubelet that runs what the manifest of etcd says, and an etcd that has no quorum among its members until
 * it was started as the only one. Its members are the lines of a file in its data.
 */
export class EtcdNode extends KubernetesNode {
  readonly #kubelet: NodeJS.Timeout;
  #etcd: { readonly manifest: string; readonly process: ChildProcess } | undefined;

  constructor() {
    super();
    mkdirSync(this.where(`${DATA}/member/snap`), { recursive: true });
    this.put(`${DATA}/member/snap/db`, 'everything\n');
    this.put(`${DATA}/member/members`, '161\n178\n');
    this.put('/etc/kubernetes/pki/etcd/healthcheck-client.crt', 'certificate');
    this.put(MANIFEST, ETCD_MANIFEST);
    mkdirSync(this.path('state'));
    this.addCommand('etcd', etcd);
    this.addCommand('curl', curl);
    this.addCommand('systemctl', 'echo "$*" >>"$LOCAL_NODE/systemctl"');
    this.addCommand('sleep', 'exec /bin/sleep 0.02');
    this.#kubelet = setInterval(() => this.#runManifest(), LOOK_EVERY_MS);
  }

  read(path: string): string {
    return readFileSync(this.where(path), 'utf8');
  }

  get members(): number {
    return this.read(`${DATA}/member/members`).trim().split('\n').length;
  }

  /** What etcd runs as. */
  get runningManifest(): string | undefined {
    return this.#etcd?.manifest;
  }

  /** The other member is there again. */
  bringQuorumBack(): void {
    writeFileSync(this.path('quorum'), '');
  }

  override close(): Promise<void> {
    clearInterval(this.#kubelet);
    this.#etcd?.process.kill('SIGKILL');
    return super.close();
  }

  #runManifest(): void {
    const file = this.where(MANIFEST);
    const manifest = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
    if (manifest === this.#etcd?.manifest) return;
    if (this.#etcd !== undefined) {
      this.#etcd.process.kill('SIGKILL');
      return;
    }
    if (manifest === undefined) return;
    const flags = [...manifest.matchAll(/^ *- (--.*)$/gm)].map(([, flag = '']) => flag.replace(DATA, this.where(DATA)));
    const child = spawn(this.path('bin', 'etcd'), flags, {
      env: { ...process.env, LOCAL_NODE: this.root },
      stdio: 'ignore',
    });
    this.#etcd = { manifest, process: child };
    child.once('exit', () => (this.#etcd = undefined));
  }
}

/** It ends with its lock: a child that slept for it would keep that. */
const etcd = `
data=$LOCAL_NODE/root/var/lib/etcd
exec 8>>"$data/member/snap/db"
flock 8
case "$*" in *--force-new-cluster*) echo 161 >"$data/member/members" ;; esac
echo $$ >"$LOCAL_NODE/etcd.pid"
mkfifo "$LOCAL_NODE/fifo.$$"; exec 7<>"$LOCAL_NODE/fifo.$$"
read -r never <&7`;

const curl = `
kill -0 "$(cat "$LOCAL_NODE/etcd.pid" 2>/dev/null)" 2>/dev/null || exit 7
members=$LOCAL_NODE/root/var/lib/etcd/member/members
case "$*" in
  */livez) printf 200 ;;
  */health) if [ "$(wc -l <"$members")" -eq 1 ] || [ -e "$LOCAL_NODE/quorum" ]; then echo '{"health":"true"}'; else echo '{"health":"false"}'; fi ;;
  */member/list) printf '{"members":['; sed 's/.*/{"ID":"&","name":"cp-&","peerURLs":["https:\\/\\/192.0.2.&:2380"]},/' "$members" | tr -d '\\n' | sed 's/,$//'; echo ']}' ;;
  */maintenance/status) printf '{"header":{"member_id":"161"},"raftTerm":"3","raftIndex":"42"'; if [ "$(wc -l <"$members")" -eq 1 ]; then printf ',"leader":"161"'; fi; echo '}' ;;
esac`;
