import { sh } from '../ssh/shell';

/**
 * Removes what kubeadm, the kubelet, etcd and a CNI leave on a node, running or not, and says `removed THING` for each;
 * packages, binaries, the runtime and its images stay. It asks no cluster: membership elsewhere is not its business.
 * Can be run again after it was cut off at any point.
 */
export const wipeScript = sh`
removed() { echo "removed $*"; }

remove() {
  for path; do
    if [ -e "$path" ] || [ -L "$path" ]; then rm -rf --one-file-system -- "$path" && removed "$path" || failed=yes; fi
  done
}

# The kubelet first: it would start again what is stopped next.
failed=no
if systemctl is-active -q kubelet.service; then systemctl stop kubelet.service && removed 'kubelet.service (running)'; fi

if command -v ctr >/dev/null && systemctl is-active -q containerd.service; then
  for container in $(ctr -n k8s.io containers ls -q); do
    ctr -n k8s.io tasks kill -s KILL -- "$container" 2>/dev/null
    ctr -n k8s.io tasks delete -f -- "$container" >/dev/null 2>&1
    ctr -n k8s.io containers delete -- "$container" >/dev/null 2>&1 && containers=$((\${containers:-0} + 1))
  done
elif command -v crictl >/dev/null; then
  crictl rmp -fa >/dev/null 2>&1 && containers=all
fi
[ -z "\${containers:-}" ] || removed "$containers containers"

sed -n 's#^[^ ]* \\(/var/lib/kubelet/[^ ]*\\) .*#\\1#p' /proc/mounts | sort -r | while IFS= read -r mounted; do
  umount -- "$mounted" 2>/dev/null || umount -l -- "$mounted"
done

remove /etc/kubernetes/manifests /etc/kubernetes/pki /etc/kubernetes/tmp /etc/kubernetes/*.conf
remove /var/lib/etcd /var/lib/kubelet /etc/cni/net.d /var/lib/cni /run/flannel

for link in cni0 flannel.1 flannel-v6.1 kube-ipvs0; do
  ip link delete "$link" 2>/dev/null && removed "interface $link"
done
for family in ip ip6; do nft delete table "$family" kube-proxy 2>/dev/null && removed "nftables table $family kube-proxy"; done
for tables in iptables ip6tables; do
  rules=$("$tables-save" 2>/dev/null) || continue
  case $rules in *KUBE-* | *FLANNEL-* | *CNI-*) ;; *) continue ;; esac
  printf '%s\\n' "$rules" | grep -vE 'KUBE-|FLANNEL-|CNI-' | "$tables-restore" && removed "$tables rules of Kubernetes"
done
[ "$failed" = no ]
`;
