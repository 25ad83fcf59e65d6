import { raw, sh, type ShellText } from '../../ssh/shell';
import { APPROVED_FILE } from '../etcd-recovery/places';
import { askThrough, ETCD_CALLS, type EtcdAccess } from '../etcd/access';
import { FENCE_FILE } from '../places';
import { POD_NETWORK_RECORD } from '../pod-network/record';

/**
 * Shell functions that ask the node's own API server with the certificates that a control plane has on disk: no
 * kubectl, and no credential leaves the node. `api PATH [ACCEPT]` prints the HTTP status and keeps the answer in $body.
 * The certificate that the API server shows to kubelets is asked with first; kubeadm 1.33.13 no longer puts it into the
 * admins' group, so where it is forbidden to look, the admin of admin.conf does.
 * Source: certlist.go of cmd/kubeadm/app/phases/certs, 1.33.13 and 1.34.4.
 */
export const askLibrary = sh`
pki=/etc/kubernetes/pki

# Both take arguments of curl, print the HTTP status and keep the answer.
as_kubelet_client() {
  curl -sS -o "$body" -w '%{http_code}' --cacert "$pki/ca.crt" \\
    --cert "$pki/apiserver-kubelet-client.crt" --key "$pki/apiserver-kubelet-client.key" "$@"
}

# Certificate and key go through pipes: they are on disk once.
as_admin() {
  {
    admin_part client-certificate-data | {
      admin_part client-key-data |
        curl -sS -o "$body" -w '%{http_code}' --cacert "$pki/ca.crt" --cert /dev/fd/3 --key /dev/fd/4 "$@" 4<&0 <&5
    } 3<&0
  } 5<&0
}

admin_part() { sed -n "s/^ *$1: *//p" /etc/kubernetes/admin.conf | base64 -d; }

# as_whom_may CALL ARGUMENT...: calls it with who asks before its arguments
as_whom_may() {
  call=$1
  shift
  status=$("$call" as_kubelet_client "$@")
  if [ "$status" = 403 ] && is_whole_kubeconfig /etc/kubernetes/admin.conf; then
    status=$("$call" as_admin "$@")
  fi
  printf %s "$status"
}

api() {
  : >"$body"
  as_whom_may get_as "$@"
}

# $patience: seconds, where it is to be more than three
get_as() { "$1" -m "\${patience:-3}" -H "Accept: \${3:-application/json}" "$server$2" 2>/dev/null; }

# For nodes without a control plane, through the server that their kubelet uses.
api_as_kubelet() {
  : >"$body"
  curl -sS -m "\${patience:-3}" -o "$body" -w '%{http_code}' --cacert "$pki/ca.crt" \\
    --cert /var/lib/kubelet/pki/kubelet-client-current.pem -H "Accept: $2" \\
    "$(sed -n 's/^ *server: *//p' /etc/kubernetes/kubelet.conf | head -n 1)$1" 2>/dev/null
}

# The last line that kubeadm writes is the user's credential; a cut one does not decode to a whole key.
is_whole_kubeconfig() {
  grep -q '^kind: Config' "$1" && grep -q '^users:' "$1" && [ -z "$(tail -c 1 "$1")" ] || return
  if grep -q 'client-key-data:' "$1"; then
    sed -n 's/^ *client-key-data: *//p' "$1" | base64 -d 2>/dev/null | grep -q -e '^-----END .*KEY-----'
  else
    grep -qE '^ *(client-key|token|tokenFile):' "$1"
  fi
}
`;

const tellDisk = sh`
[ -e ${FENCE_FILE} ] && tell_file fence ${FENCE_FILE}
find "$pki" -type f 2>/dev/null | while IFS= read -r file; do
  # A file that was being written when the power went has no last line.
  case $file in
    *.crt | *.key | *.pub)
      if grep -q -e '^-----END' "$file"; then tell_each pki "\${file#"$pki/"}"; else tell_each cut-file "$file"; fi ;;
  esac
done
for file in /etc/kubernetes/*.conf; do
  [ -e "$file" ] || continue
  is_whole_kubeconfig "$file" && whole=yes || whole=no
  tell_each kubeconfig "\${file##*/} $whole"
done
# kubelet.conf is written before there is the certificate that it points to.
grep -q '^ *client-certificate:' /etc/kubernetes/kubelet.conf 2>/dev/null && ! [ -s /var/lib/kubelet/pki/kubelet-client-current.pem ] &&
  tell_each kubelet-uncertified yes
sed -n 's/^ *token: *\\([a-z0-9]\\{6\\}\\)\\..*/\\1/p' /etc/kubernetes/bootstrap-kubelet.conf 2>/dev/null | tell bootstrap-token-id
for file in /etc/kubernetes/manifests/*.yaml; do
  [ -e "$file" ] || continue
  if [ -s "$file" ]; then tell_each manifest "\${file##*/}"; else tell_each cut-file "$file"; fi
done
sed -n 's/^ *- --etcd-servers=//p' /etc/kubernetes/manifests/kube-apiserver.yaml 2>/dev/null | tell etcd-servers
[ -s /var/lib/kubelet/config.yaml ] && tell_each kubelet-config yes
limited systemctl is-active kubelet | tell kubelet
[ -n "$(ls -A /var/lib/etcd/member 2>/dev/null)" ] && tell_each etcd-data yes
[ -e ${APPROVED_FILE} ] && tell_each etcd-recovery yes
for file in /etc/cni/net.d/*.conf /etc/cni/net.d/*.conflist; do
  [ -e "$file" ] && tell_each cni "\${file##*/}"
done
[ -r "$pki/ca.crt" ] && tell_file ca "$pki/ca.crt"
`;

/** An API server that has just begun takes seconds for an answer where the disk is slow. */
const PATIENCE_SECONDS = 10;

const tellLive = sh`
# The first cell of each row of a table that is printed for people; a cluster of thousands does not fit.
tell_names() { tr -d ' \\n' <"$body" | grep -o '"cells":\\["[^"]*"' | cut -d '"' -f 4 | head -n 2000 | tell node-names; }

# asked PATH [ACCEPT]: $status of the answer. Silence, or an error of the server, is told as such and no further question
# asked: neither says that an object is not there.
asked() {
  status=000
  [ -z "$silent" ] || return
  status=$(api "$@")
  case $status in 200 | 401 | 403 | 404) return ;; esac
  silent=$1
  tell_each unanswered "$1"
}

# tell_status KEY PATH [ACCEPT]
tell_status() {
  key=$1
  shift
  asked "$@"
  tell_each "$key" "$status"
}

silent=''
case $(api /livez) in
  200)
    tell_each live yes
    patience=${PATIENCE_SECONDS}
    asked /api/v1/namespaces/kube-system
    [ "$status" = 200 ] && tell_file kube-system "$body"
    asked /api/v1/namespaces/kube-system/configmaps/kubeadm-config
    case $status in
      200) tell_file kubeadm-config "$body" ;;
      404) tell_each kubeadm-config '' ;;
    esac
    # Of each the workload, and what kubeadm makes last.
    tell_status coredns /apis/apps/v1/namespaces/kube-system/deployments/coredns
    tell_status coredns-end /api/v1/namespaces/kube-system/services/kube-dns
    tell_status kube-proxy /apis/apps/v1/namespaces/kube-system/daemonsets/kube-proxy
    tell_status kube-proxy-end /apis/rbac.authorization.k8s.io/v1/namespaces/kube-system/rolebindings/kube-proxy
    tell_status node-status "$node_path" "$table"
    tell_file node "$body"
    asked '/api/v1/nodes?includeObject=None' "$table"
    [ "$status" = 200 ] && tell_names
    asked ${`/api/v1/namespaces/kube-system/configmaps/${POD_NETWORK_RECORD}`}
    case $status in
      200) tell_file pod-network "$body" ;;
      404)
        tell_each pod-network ''
        for agent in $agents; do
          asked "/apis/apps/v1/namespaces/\${agent%/*}/daemonsets/\${agent#*/}"
          [ "$status" = 200 ] && tell_each pod-network-agent "$agent"
        done
        ;;
    esac
    ;;
  *)
    if [ -e /etc/kubernetes/kubelet.conf ]; then
      patience=${PATIENCE_SECONDS}
      tell_each node-status "$(api_as_kubelet "$node_path" "$table")"
      tell_file node "$body"
    fi
    ;;
esac
`;

/** The URL of the API server of the node with this address. */
export const apiServerAt = (address: string) => `https://${address.includes(':') ? `[${address}]` : address}:6443`;

/** What kubectl shows of a node, in place of an object with every image of the node. */
export const NODE_TABLE = 'application/json;as=Table;g=meta.k8s.io;v=v1';

/** `Metadata` brings labels and annotations along. */
export const nodePath = (node: string, object: 'None' | 'Metadata' = 'None') =>
  `/api/v1/nodes/${node}?includeObject=${object}`;

/** The client URL of the node's own etcd member. */
export const localEtcd = (address: string) => (address.includes(':') ? 'https://[::1]:2379' : 'https://127.0.0.1:2379');

/** Calls etcd's gateway with the health check's certificate; needs $pki. */
export function askEtcd(url: string, call: keyof typeof ETCD_CALLS, body: string): ShellText {
  return sh`curl -sS -m 5 --cacert "$pki/etcd/ca.crt" --cert "$pki/etcd/healthcheck-client.crt" --key "$pki/etcd/healthcheck-client.key" -X POST -d ${body} ${`${url}${ETCD_CALLS[call]}`} 2>/dev/null`;
}

/** Prints nothing where the node has no certificate to ask with. */
export function listMembers(address: string, externalEtcd: EtcdAccess | undefined): ShellText {
  return externalEtcd === undefined
    ? sh`{ [ ! -e "$pki/etcd/healthcheck-client.crt" ] || ${raw(askEtcd(localEtcd(address), 'list', '{}'))}; }`
    : sh`{ [ ! -e ${externalEtcd.certificateFile} ] || ${raw(askThrough(externalEtcd, 'list', '{}'))}; }`;
}

/**
 * Asks what kubeadm, the kubelet and etcd left or run on the node whose Node is called `node`; `address` is where its
 * own API server listens, `externalEtcd` how an etcd that is not its own is asked, `agents` the DaemonSets by which a pod
 * network is told that has no record. Changes nothing. Needs `probeLibrary`.
 */
export function tellKubernetes(
  node: string,
  address: string,
  externalEtcd?: EtcdAccess,
  agents: readonly string[] = [],
): ShellText {
  return sh`
${raw(askLibrary)}
server=${apiServerAt(address)}
node_path=${nodePath(node, 'Metadata')}
table=${NODE_TABLE}
agents=${agents.join(' ')}
${raw(tellDisk)}
if [ -d "$pki" ] && body=$(mktemp); then
  trap 'rm -f -- "$body"' EXIT
  ${raw(tellLive)}
  ${raw(listMembers(address, externalEtcd))} | tell members
  rm -f -- "$body"
  trap - EXIT
fi
`;
}
