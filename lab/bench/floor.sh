#!/usr/bin/env bash
# The floor: the five-node install as an experienced person would script it for exactly these machines, everything
# that may run side by side side by side, no checks, no retries, no way back. It is handed a root shell on every
# machine (podman exec, cheaper than SSH). Environment: LAB, GATEWAY, VIP, KUBERNETES, PAUSE_TAG, CONTAINERD, RUNC, CNI_PLUGINS,
# ETCD_TAG, COREDNS_TAG, FLANNEL_MANIFEST, FLANNEL_IMAGES, CONTROL_PLANES and WORKERS as lists of name=address.
set -euo pipefail

declare -A address
control_planes=() workers=()
for entry in $CONTROL_PLANES; do control_planes+=("${entry%%=*}"); address[${entry%%=*}]=${entry#*=}; done
for entry in $WORKERS; do workers+=("${entry%%=*}"); address[${entry%%=*}]=${entry#*=}; done
first=${control_planes[0]}
mirror=http://$GATEWAY:8080
on() { local machine=$1; shift; podman exec -i "slipway-$LAB-$machine" "$@"; }
lap() { printf 'lap %s %s\n' "$(($(date +%s%N) / 1000000 - began))" "$1"; }
began=$(($(date +%s%N) / 1000000))

prepare() {
  on "$1" sh -es "$2" <<EOF
cd /tmp
get() { curl -fsS -o "\$1" "$mirror/\$2"; }
get kubeadm dl.k8s.io/release/$KUBERNETES/bin/linux/amd64/kubeadm &
get kubelet dl.k8s.io/release/$KUBERNETES/bin/linux/amd64/kubelet &
get kubectl dl.k8s.io/release/$KUBERNETES/bin/linux/amd64/kubectl &
get runc github.com/opencontainers/runc/releases/download/v$RUNC/runc.amd64 &
get containerd.tgz github.com/containerd/containerd/releases/download/v$CONTAINERD/containerd-$CONTAINERD-linux-amd64.tar.gz &
get cni.tgz github.com/containernetworking/plugins/releases/download/v$CNI_PLUGINS/cni-plugins-linux-amd64-v$CNI_PLUGINS.tgz &
swapoff -a
modprobe overlay 2>/dev/null || true; modprobe br_netfilter 2>/dev/null || true
printf 'net.ipv4.ip_forward=1\nnet.bridge.bridge-nf-call-iptables=1\n' > /etc/sysctl.d/k8s.conf
sysctl -q -p /etc/sysctl.d/k8s.conf || true
mkdir -p /etc/containerd /opt/cni/bin /etc/systemd/system/kubelet.service.d /usr/local/sbin
for host in registry.k8s.io docker.io ghcr.io quay.io; do
  mkdir -p /etc/containerd/certs.d/\$host
  printf '[host."http://$GATEWAY:5000"]\n  capabilities = ["pull", "resolve"]\n' > /etc/containerd/certs.d/\$host/hosts.toml
done
cat > /etc/containerd/config.toml <<TOML
version = 2
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "registry.k8s.io/pause:$PAUSE_TAG"
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
      SystemdCgroup = true
  [plugins."io.containerd.grpc.v1.cri".registry]
    config_path = "/etc/containerd/certs.d"
TOML
printf '[Service]\nExecStart=/usr/local/bin/containerd\nType=notify\nDelegate=yes\nKillMode=process\nRestart=always\nLimitNOFILE=20000\n[Install]\nWantedBy=multi-user.target\n' > /etc/systemd/system/containerd.service
printf '[Service]\nExecStart=/usr/bin/kubelet\nRestart=always\nRestartSec=1\n[Install]\nWantedBy=multi-user.target\n' > /etc/systemd/system/kubelet.service
cat > /etc/systemd/system/kubelet.service.d/10-kubeadm.conf <<'UNIT'
[Service]
Environment="KUBELET_KUBECONFIG_ARGS=--bootstrap-kubeconfig=/etc/kubernetes/bootstrap-kubelet.conf --kubeconfig=/etc/kubernetes/kubelet.conf"
Environment="KUBELET_CONFIG_ARGS=--config=/var/lib/kubelet/config.yaml"
EnvironmentFile=-/var/lib/kubelet/kubeadm-flags.env
ExecStart=
ExecStart=/usr/bin/kubelet \$KUBELET_KUBECONFIG_ARGS \$KUBELET_CONFIG_ARGS \$KUBELET_KUBEADM_ARGS
UNIT
wait
install -m 755 kubeadm kubelet kubectl /usr/bin
install -m 755 runc /usr/local/sbin/runc
tar -C /usr/local -xzf containerd.tgz
tar -C /opt/cni/bin -xzf cni.tgz
rm -f kubeadm kubelet kubectl runc containerd.tgz cni.tgz
systemctl daemon-reload
systemctl enable -q --now containerd
systemctl enable -q kubelet
EOF
}

balance() {
  local machine=$1 priority=$2 peers=''
  for peer in "${control_planes[@]}"; do [ "$peer" = "$machine" ] || peers+="${address[$peer]} "; done
  on "$machine" sh -es <<EOF
cat > /etc/haproxy/haproxy.cfg <<CFG
defaults
  mode tcp
  timeout connect 5s
  timeout client 4h
  timeout server 4h
frontend api
  bind *:8443
  default_backend api
backend api
  option httpchk
  http-check connect ssl
  http-check send meth GET uri /readyz
  default-server check verify none inter 1s fall 3 rise 1
$(for each in "${control_planes[@]}"; do echo "  server $each ${address[$each]}:6443"; done)
CFG
cat > /etc/keepalived/keepalived.conf <<CFG
vrrp_instance api {
  state BACKUP
  interface eth0
  virtual_router_id 51
  priority $priority
  advert_int 1
  unicast_src_ip ${address[$machine]}
  unicast_peer { $peers }
  virtual_ipaddress { $VIP/24 }
}
CFG
systemctl enable -q haproxy keepalived
systemctl restart haproxy keepalived
EOF
}

pull() {
  on "$1" sh -es <<EOF
for image in $2; do ctr -n k8s.io images pull --hosts-dir /etc/containerd/certs.d "\$image" > /dev/null & done
wait
EOF
}

registry=registry.k8s.io
node_images="$registry/pause:$PAUSE_TAG $registry/kube-proxy:$KUBERNETES $FLANNEL_IMAGES"
plane_images="$registry/kube-apiserver:$KUBERNETES $registry/kube-controller-manager:$KUBERNETES $registry/kube-scheduler:$KUBERNETES $registry/etcd:$ETCD_TAG $registry/coredns/coredns:$COREDNS_TAG"

for machine in "${control_planes[@]}" "${workers[@]}"; do prepare "$machine" "$machine" & done
priority=103
for machine in "${control_planes[@]}"; do balance "$machine" $((priority--)) & done
wait
lap 'machines prepared'

beside=()
for machine in "${control_planes[@]:1}"; do pull "$machine" "$plane_images $node_images" & beside+=($!); done
for machine in "${workers[@]}"; do pull "$machine" "$node_images" & beside+=($!); done

on "$first" sh -c 'cat > /root/kubeadm.yaml' <<EOF
apiVersion: kubeadm.k8s.io/v1beta4
kind: InitConfiguration
localAPIEndpoint: {advertiseAddress: ${address[$first]}}
nodeRegistration: {name: $first, criSocket: unix:///run/containerd/containerd.sock}
---
apiVersion: kubeadm.k8s.io/v1beta4
kind: ClusterConfiguration
kubernetesVersion: $KUBERNETES
controlPlaneEndpoint: $VIP:8443
networking: {podSubnet: 10.244.0.0/16, serviceSubnet: 10.96.0.0/12}
etcd: {local: {imageTag: $ETCD_TAG}}
dns: {imageTag: $COREDNS_TAG}
---
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
cgroupDriver: systemd
failSwapOn: false
featureGates: {KubeletInUserNamespace: true}
evictionHard: {memory.available: 0%, nodefs.available: 0%, nodefs.inodesFree: 0%, imagefs.available: 0%}
imageGCHighThresholdPercent: 100
---
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
mode: iptables
conntrack: {maxPerCore: 0, min: 0, tcpEstablishedTimeout: 0s, tcpCloseWaitTimeout: 0s}
EOF
joins=$(on "$first" kubeadm init --config /root/kubeadm.yaml --upload-certs)
token=$(grep -om1 -- '--token [^ ]*' <<< "$joins")
hash=$(grep -om1 -- '--discovery-token-ca-cert-hash [^ ]*' <<< "$joins")
key=$(grep -om1 -- '--certificate-key [^ ]*' <<< "$joins")
lap 'init'

kube() { on "$first" kubectl --kubeconfig /etc/kubernetes/admin.conf "$@"; }
curl -fsS "$FLANNEL_MANIFEST" | kube apply -f - > /dev/null
wait "${beside[@]}"
joining=()
for machine in "${workers[@]}"; do
  on "$machine" sh -c "kubeadm join $VIP:8443 $token $hash" > /dev/null & joining+=($!)
done
for machine in "${control_planes[@]:1}"; do
  on "$machine" sh -c "kubeadm join $VIP:8443 $token $hash --control-plane $key --apiserver-advertise-address ${address[$machine]}" > /dev/null
  lap "$machine joined"
done
wait "${joining[@]}"
kube wait --for=condition=Ready node --all --timeout=300s > /dev/null
lap 'nodes ready'
kube -n kube-system rollout status deployment/coredns --timeout=300s > /dev/null
lap 'coredns rolled out'
