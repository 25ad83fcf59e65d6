import { sh } from '../../ssh/shell';

/**
 * Containers of Kubernetes in whatever runtime has some: those of an earlier cluster may be in another one than this
 * cluster's. Containers outlive their runtime, so that one that is down is started to end them. Needs $trace_runtimes,
 * a client, a unit and a CRI socket a line.
 */
export const containerTraces = sh`
# is_up CLIENT UNIT
is_up() { command -v "$1" >/dev/null && systemctl -q is-active "$2"; }

# Containers by name, in containerd, CRI-O (whose pods end all that is in them) and Docker. Given is the CRI socket.
containers_in_ctr() { limited ctr -n k8s.io containers ls -q; }
containers_in_crictl() { limited crictl -r "$1" pods -q; }
containers_in_docker() { limited docker ps -aq --filter label=io.kubernetes.pod.uid; }

# What is left of them without the runtime: a process that holds each pod or container, or Docker's record of it.
orphans_of_ctr() { pgrep -f 'containerd-shim.* -namespace k8s[.]io '; }
orphans_of_crictl() { pgrep -f 'conmon .*/run/crio[ /]'; }
orphans_of_docker() { grep -ls '"io[.]kubernetes[.]pod[.]uid"' /var/lib/docker/containers/*/config.v2.json; }

end_in_ctr() {
  ctr -n k8s.io tasks kill -s KILL -- "$2"
  ctr -n k8s.io tasks delete -f -- "$2"
  ctr -n k8s.io containers delete -- "$2"
}
end_in_crictl() {
  crictl -r "$1" stopp -- "$2"
  crictl -r "$1" rmp -f -- "$2"
}
end_in_docker() { docker rm -f -- "$2" >/dev/null; }

# each_runtime FUNCTION: FUNCTION CLIENT UNIT SOCKET
each_runtime() {
  printf '%s\\n' "$trace_runtimes" | while read -r client unit socket; do "$1" "$client" "$unit" "$socket" </dev/null; done
}

tell_containers() {
  if is_up "$1" "$2"; then "containers_in_$1" "$3"; else "orphans_of_$1"; fi
}

end_containers() {
  [ -n "$(tell_containers "$@")" ] || return 0
  is_up "$1" "$2" || systemctl start "$2"
  for container in $("containers_in_$1" "$3"); do "end_in_$1" "$3" "$container"; done
}

list_containers() {
  count=$(each_runtime tell_containers | wc -l)
  [ "$count" -eq 0 ] || trace 'every container of Kubernetes' "$count" passing
}

clear_containers() { each_runtime end_containers; }
`;
