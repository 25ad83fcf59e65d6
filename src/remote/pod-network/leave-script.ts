import type { Fence } from '../../plan/fence';
import { sh, shLines, type ShellText } from '../../ssh/shell';
import { FOUND_BY_LEAVE_FILE } from '../places';
import { type TraceRequest, traceLibrary } from '../traces';
import { foundLibrary } from '../traces/found';

/** What a pod network has on a node that its cluster goes on with; the rest of what Kubernetes has stays. */
const KINDS = [sh`mounts`, sh`paths`, sh`interfaces`, sh`routes`, sh`tables`, sh`chains`, sh`sets`];

/** Containers get as long as Kubernetes gives them where nobody says otherwise. */
const GRACE_SECONDS = 30;

/**
 * Takes a pod network off a node of a live cluster: ends every pod that is not in the node's own network, and removes
 * what the pod network has there, with a line `removed THING` each. The kubelet stands still meanwhile; static pods run
 * on. It makes every pod anew once another pod network is there. Ends with an error and `left THING` where something
 * could not be removed. Can be run again after it was cut off at any point.
 */
export function leaveScript(request: TraceRequest, fence: Pick<Fence, 'clusterUid' | 'epoch'>): ShellText {
  return shLines([
    traceLibrary({ ...request, paths: ['/etc/cni/net.d/*', ...request.paths], runtimes: [] }, KINDS, ''),
    foundLibrary(FOUND_BY_LEAVE_FILE, fence),
    sh`
# Processes of pods that have a network namespace of their own, whatever the runtime.
pod_processes() {
  host=$(readlink /proc/1/ns/net)
  for process in /proc/[0-9]*; do
    grep -q kubepods "$process/cgroup" 2>/dev/null || continue
    own=$(readlink "$process/ns/net" 2>/dev/null) && [ -n "$own" ] && [ "$own" != "$host" ] && echo "\${process##*/}"
  done
}

end_pods() {
  kill -s TERM $(pod_processes) 2>/dev/null
  waited=0
  while [ -n "$(pod_processes)" ] && [ "$waited" -lt ${GRACE_SECONDS} ]; do sleep 1; waited=$((waited + 1)); done
  kill -s KILL $(pod_processes) 2>/dev/null
}

# Addresses that were given out, and what the runtime would end a pod's network with: named after the network.
forget_leases() {
  for file in /etc/cni/net.d/*.conf /etc/cni/net.d/*.conflist; do
    [ -e "$file" ] && ! is_foreign "$file" || continue
    name=$(tr -d '\\n' <"$file" | sed -n 's/^[^[{]*{[^[{]*"name" *: *"\\([A-Za-z0-9._-]*\\)".*/\\1/p')
    [ -n "$name" ] || continue
    rm -rf -- "/var/lib/cni/networks/$name" "/var/lib/cni/results/$name-"* "/var/lib/cni/cache/results/$name-"*
  done
}

# Of pods on interfaces that stay, such as the kernel's own tunl0.
clear_addresses() {
  for subnet in $trace_subnets; do
    ip -o address show to "$subnet" 2>/dev/null | while read -r _ link _ address _; do
      ip address delete "$address" dev "$link"
    done
  done
}

note_found
systemctl stop kubelet.service
trap 'systemctl start kubelet.service' EXIT
end_pods
forget_leases
clear_traces
clear_addresses
tell_removed || exit 1
systemctl start kubelet.service`,
  ]);
}
