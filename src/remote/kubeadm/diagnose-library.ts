import { raw, sh } from '../../ssh/shell';
import { DIAGNOSTICS_DIRECTORY } from '../places';
import { redactionFilter } from '../redact';

/**
 * `diagnose VERB` keeps the kubelet's journal and the logs of static pods, redacted, in a file that root alone reads,
 * and prints what of it says most: the last errors of the kubelet and the last lines of each static pod that ended.
 */
export const diagnoseLibrary = sh`
say_last() {
  tail -n "$1" | cut -c 1-240
}

# logs_of_pods LINES: the newest log of each static pod
logs_of_pods() {
  for pod in etcd kube-apiserver kube-controller-manager kube-scheduler; do
    log=$(ls -t /var/log/pods/kube-system_"$pod"-*/"$pod"/*.log 2>/dev/null | head -n 1)
    [ -n "$log" ] || continue
    printf -- '--- %s\\n' "$log"
    tail -n "$1" -- "$log"
  done
}

diagnose() {
  mkdir -p -m 0700 -- ${DIAGNOSTICS_DIRECTORY}
  full=${DIAGNOSTICS_DIRECTORY}/$1.log
  (
    umask 077
    { journalctl -u kubelet -n 400 --no-pager -o short-iso 2>&1; logs_of_pods 300; } | ${raw(redactionFilter)} >"$full"
  )
  echo "--- the kubelet's journal and the static pods' logs are in $full; the end of them:"
  grep -E '^[^-].* E[0-9]{4} ' "$full" | say_last 3
  sed -n '/^--- /,$p' "$full" | grep -E '^--- |[FE][0-9]{4} |panic|fatal|"level":"(error|fatal|panic)"' | say_last 8
}
`;
