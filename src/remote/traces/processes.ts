import { sh } from '../../ssh/shell';

/** The kubelet, a member of etcd, and the control groups and network namespaces of pods. The kubelet is first: it would start them again. */
export const processTraces = sh`
list_kubelet() {
  state=$(limited systemctl is-active kubelet.service)
  case $state in
    active) trace kubelet.service running ;;
    activating | reloading) trace kubelet.service "$state" ;;
  esac
}

clear_kubelet() { systemctl stop kubelet.service; }

# A member of an etcd that no kubelet runs.
list_etcd() { [ "$(limited systemctl is-active etcd.service)" != active ] || trace etcd.service running; }

clear_etcd() { systemctl stop etcd.service; }

# The control groups that the kubelet makes for pods.
list_slices() {
  count=$(limited systemctl list-units --plain --no-legend 'kubepods*.slice' | wc -l)
  [ "$count" -eq 0 ] || trace 'kubepods.slice and the control groups below it' "$count" passing
}

clear_slices() { systemctl stop kubepods.slice 'kubepods-*.slice'; }

pod_namespaces() { ls -- /run/netns 2>/dev/null | grep '^cni-'; }

list_namespaces() {
  count=$(pod_namespaces | wc -l)
  [ "$count" -eq 0 ] || trace 'network namespaces of pods' "$count" passing
}

clear_namespaces() { pod_namespaces | while IFS= read -r name; do ip netns delete "$name"; done; }
`;
