import { generateKeyPairSync } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Session } from '../../src/ssh/session';
import { allPairs, componentManifests } from './kubeadm-states';
import { KubernetesNode } from './kubernetes-node';

/** An answer of the node's API server or etcd, by the end of the URL's path. */
export type Answers = Readonly<Record<string, { readonly code?: number; readonly body?: unknown }>>;

const table = (status: string, roles: string) => ({ rows: [{ cells: ['cp-1', status, roles, '1m', 'v1.34.4'] }] });

/** What a control plane says once every phase of init is done. */
export const afterInit: Answers = {
  '/livez': { body: 'ok' },
  '/namespaces/kube-system': { body: { metadata: { uid: '819083a7-fa63-4caa-9bda-5df9463435a9' } } },
  '/configmaps/kubeadm-config': { body: { data: { ClusterConfiguration: 'kubernetesVersion: v1.34.4\n' } } },
  '/deployments/coredns': {},
  '/services/kube-dns': {},
  '/daemonsets/kube-proxy': {},
  '/rolebindings/kube-proxy': {},
  '/nodes/cp-1': { body: table('NotReady', 'control-plane') },
  '/member/list': { body: { members: [{ ID: '1', name: 'cp-1', peerURLs: ['https://10.0.0.11:2380'] }] } },
};

const CURL = `
out= code= fail=
while [ $# -gt 0 ]; do
  case $1 in
    -o) out=$2; shift ;;
    -w) code=yes; shift ;;
    -*f*) fail=yes ;;
    -H | -X | -d | -m | --cacert | --cert | --key | --data-binary) shift ;;
    http*) url=\${1%%[?]*} ;;
  esac
  shift
done
for answer in "$LOCAL_NODE"/api/*; do
  [ -e "$answer" ] || continue
  end=$(basename "$answer" | tr + /)
  case $url in
    *"$end") status=$(head -n 1 "$answer"); { tail -n +2 "$answer"; } | if [ -n "$out" ]; then cat >"$out"; else cat; fi; [ -z "$code" ] || printf %s "$status"; exit 0 ;;
  esac
done
[ -n "$(ls "$LOCAL_NODE/api" 2>/dev/null)" ] || { [ -z "$code" ] || printf 000; exit 7; }
[ -z "$code" ] || printf 404
[ -z "$fail" ] || exit 22`;

/** Phases of init and join that leave files; \`$config\` and the arguments are kept by number of run. */
const KUBEADM = `
run=$(($(cat "$LOCAL_NODE/runs" 2>/dev/null || echo 0) + 1))
echo "$run" >"$LOCAL_NODE/runs"
echo "$*" >"$LOCAL_NODE/arguments-$run"
cp "$3" "$LOCAL_NODE/config-$run"
[ ! -e "$LOCAL_NODE/before-$run" ] || . "$LOCAL_NODE/before-$run"
cp -R "$LOCAL_NODE/template/." "$LOCAL_NODE/root/"
[ ! -e "$LOCAL_NODE/after-$run" ] || . "$LOCAL_NODE/after-$run"
cp -R "$LOCAL_NODE/next-api/." "$LOCAL_NODE/api/" 2>/dev/null || true`;

const KUBECONFIG = `clusters:
- cluster:
    server: https://10.0.0.100:8443
kind: Config
users:
- user:
    client-key: /x
`;

/** A node whose `kubeadm` leaves what the real one does, and whose API server says what the test wants. */
export class SimulatedNode extends KubernetesNode {
  constructor() {
    super();
    this.addCommand('systemctl', 'case "$*" in *is-active*) echo active ;; esac');
    this.addCommand('curl', CURL);
    this.addCommand('kubeadm', KUBEADM);
    this.#writeTemplate();
  }

  /** The node under a name of the cluster file. */
  asSession(name: string): Session {
    const count = () => this.roundTrips;
    return {
      node: name,
      get roundTrips() {
        return count();
      },
      run: (script, options) => this.run(script, options),
      close: () => this.close(),
    };
  }

  /** What the API server says from now on; nothing: it does not answer. */
  setApi(answers: Answers): void {
    this.#writeAnswers('api', answers);
  }

  /** What it says once kubeadm has run. */
  setNextApi(answers: Answers): void {
    this.#writeAnswers('next-api', answers);
  }

  /** Shell that run number `run` of kubeadm executes before or after it has left its files. */
  hook(when: 'before' | 'after', run: number, script: string): void {
    writeFileSync(this.path(`${when}-${run}`), `${script}\n`);
  }

  /** A file as kubeadm leaves it. */
  template(path: string): string {
    return readFileSync(this.path('template', path), 'utf8');
  }

  get runs(): number {
    return existsSync(this.path('runs')) ? Number(readFileSync(this.path('runs'), 'utf8')) : 0;
  }

  argumentsOf(run: number): string {
    return readFileSync(this.path(`arguments-${run}`), 'utf8').trim();
  }

  configOf(run: number): string {
    return readFileSync(this.path(`config-${run}`), 'utf8');
  }

  #writeAnswers(directory: string, answers: Answers): void {
    execFileSync('rm', ['-rf', this.path(directory)]);
    execFileSync('mkdir', ['-p', this.path(directory)]);
    for (const [end, { code = 200, body = {} }] of Object.entries(answers)) {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      writeFileSync(this.path(directory, end.replaceAll('/', '+')), `${code}\n${text}\n`);
    }
  }

  #writeTemplate(): void {
    const to = (path: string, content: string) => this.put(`../template${path}`, content);
    const key = '-----BEGIN KEY-----\nabc\n-----END KEY-----\n';
    for (const { name } of allPairs) {
      to(`/etc/kubernetes/pki/${name}.key`, key);
      to(`/etc/kubernetes/pki/${name}.${name === 'sa' ? 'pub' : 'crt'}`, key);
    }
    to('/etc/kubernetes/pki/ca.crt', createCertificate(this.path('ca')));
    for (const name of ['admin', 'super-admin', 'kubelet', 'controller-manager', 'scheduler']) {
      to(`/etc/kubernetes/${name}.conf`, KUBECONFIG);
    }
    for (const name of [...componentManifests, 'etcd.yaml']) to(`/etc/kubernetes/manifests/${name}`, 'kind: Pod\n');
    to('/var/lib/kubelet/config.yaml', 'kind: KubeletConfiguration\n');
    to('/var/lib/etcd/member/wal', 'x');
  }
}

function createCertificate(path: string): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  writeFileSync(`${path}.key`, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  return execFileSync('openssl', ['req', '-x509', '-key', `${path}.key`, '-subj', '/CN=kubernetes', '-days', '1'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}
