import type { EtcdRecovery } from '../../plan/lost-quorum';
import { PROXY_VARIABLES } from '../../ssh/proxy-variables';
import { raw, sh, shLines, type ShellText } from '../../ssh/shell';
import { askEtcd, localEtcd } from '../probe/kubernetes-script';
import { shellLibrary } from '../shell-library';
import { APPROVED_FILE, ETCD_BACKUPS_DIRECTORY, RECOVERY_DIRECTORY } from './places';

/** The recovery was not needed any more: etcd has its quorum, and nothing was done. */
export const QUORUM_IS_BACK_EXIT = 3;

/** The kubelet ends a static pod within its grace period of 30 s, and may have to be started first. */
const STOP_SECONDS = 180;
/** etcd reads its database, and the kubelet may wait before it starts what has failed before. */
const START_SECONDS = 300;
/** Room that must be left beside a copy of the data. */
const SPARE_KIB = 102_400;

/**
 * Afterwards etcd of the control plane at `address` is the only member of its cluster, leads it, and runs from the
 * manifest that it had; a copy of what it held before is kept. Can be run again after it was cut off at any point: what
 * stands on the node decides what is left to do. Does nothing, and says so by its exit code, while etcd has a quorum.
 */
export function composeRecovery(recovery: EtcdRecovery, address: string): ShellText {
  const url = localEtcd(address);
  return shLines([
    sh`unset ${PROXY_VARIABLES}`,
    shellLibrary,
    sh`
recovery=${RECOVERY_DIRECTORY} backups=${ETCD_BACKUPS_DIRECTORY} approved=${JSON.stringify(recovery)}
manifest=/etc/kubernetes/manifests/etcd.yaml data=/var/lib/etcd pki=/etc/kubernetes/pki
member_list() { ${raw(askEtcd(url, 'list', '{}'))}; }
health() { curl -sS -m 5 --cacert "$pki/etcd/ca.crt" --cert "$pki/etcd/healthcheck-client.crt" --key "$pki/etcd/healthcheck-client.key" ${`${url}/health`} 2>/dev/null; }`,
    observations,
    moves,
    sh`
if [ ! -e ${APPROVED_FILE} ]; then
  if is_healthy; then
    is_alone && { echo "etcd has one member already"; show_backup; exit 0; }
    echo 'etcd has its quorum again: nothing was done'
    exit ${QUORUM_IS_BACK_EXIT}
  fi
  begin
fi
[ -d "$recovery/data" ] || keep_data
is_forced "$manifest" || { [ -s "$manifest" ] && await 30 is_recovered; } || start_forced
! is_forced "$manifest" || end_forced
await ${START_SECONDS} is_recovered || fail 'etcd does not answer as the only member: look at its log (crictl logs)'
settle`,
  ]);
}

const observations = sh`
fail() { echo "$*"; exit 1; }

# await SECONDS COMMAND...
await() {
  deadline=$(($(date +%s) + $1))
  shift
  until "$@"; do
    [ "$(date +%s)" -lt "$deadline" ] || return 1
    sleep 1
  done
}

# A read that the members have to agree on.
is_healthy() { health | grep -q '"health":"true"'; }
is_alone() { [ "$(member_list | grep -o '"ID":"[0-9]*"' | wc -l)" -eq 1 ]; }
is_forced() { grep -qs -e '--force-new-cluster' "$1"; }

# What the processes of etcd were started with.
runs_forced() {
  for process in $(grep -lsz -x -e "--data-dir=$data" /proc/[0-9]*/cmdline); do
    grep -qsz -x -e '--force-new-cluster' "$process" && return 0
  done
  return 1
}

# A member holds its database locked for as long as it runs.
has_stopped() { flock -n -- "$data/member/snap/db" true; }
is_recovered() { [ -s "$manifest" ] && ! is_forced "$manifest" && ! runs_forced && is_alone && is_healthy; }
show_backup() { newest=$(ls -- "$backups" 2>/dev/null | tail -n 1) && [ -z "$newest" ] || echo "backup $backups/$newest"; }
`;

const moves = sh`
begin() {
  [ -s "$manifest" ] && grep -q '^ *- etcd$' "$manifest" || fail "$manifest does not start etcd the way kubeadm does"
  [ -s "$data/member/snap/db" ] || fail "there is no data of etcd in $data"
  spare=${SPARE_KIB}
  needed=$(du -sk -- "$data/member" | cut -f 1)
  free=$(df -Pk -- "\${recovery%/*}" | awk 'NR == 2 { print $4 }')
  [ "$free" -gt $((needed + spare)) ] || fail "no room for a copy of etcd's data under \${recovery%/*}: \${needed} KiB and $spare to spare are needed, \${free} are free; nothing was done"
  mkdir -p -m 0700 -- "$recovery"
  put_file "$recovery/etcd.yaml" 0600 "$(self)" <"$manifest" || fail "cannot write $recovery"
  printf '%s' "$approved" | put_file "$recovery/approved.json" 0600 "$(self)" || fail "cannot write $recovery"
}

keep_data() {
  echo 'stopping etcd'
  systemctl start kubelet
  rm -f -- "$manifest"
  sync_path "\${manifest%/*}/"
  await ${STOP_SECONDS} has_stopped || fail 'etcd does not stop: is the kubelet running?'
  echo 'copying its data'
  rm -rf -- "$recovery/data.part"
  (umask 077; mkdir -- "$recovery/data.part" && cp -a -- "$data/member" "$recovery/data.part/") || fail "cannot copy $data to $recovery"
  sync
  mv -T -- "$recovery/data.part" "$recovery/data"
  sync_path "$recovery/"
}

start_forced() {
  echo 'starting etcd as the only member'
  sed 's/^\\( *- \\)etcd$/&\\n\\1--force-new-cluster/' "$recovery/etcd.yaml" | put_file "$manifest" 0600 "$(self)" || fail "cannot write $manifest"
  systemctl start kubelet
}

# Started with this flag once more, it would drop the members that have joined since.
end_forced() {
  is_forced_and_well() { runs_forced && is_alone && is_healthy; }
  await ${START_SECONDS} is_forced_and_well || fail 'etcd does not come up as the only member: look at its log (crictl logs)'
  echo 'starting etcd as ever'
  put_file "$manifest" 0600 "$(self)" <"$recovery/etcd.yaml" || fail "cannot write $manifest"
}

# The kubelet forgets how often the API server has failed while there was no etcd, and starts it at once.
settle() {
  systemctl restart kubelet
  mkdir -p -m 0700 -- "$backups"
  mv -T -- "$recovery" "$backups/$(date -u +%Y-%m-%dT%H-%M-%SZ)"
  sync_path "$backups/"
  show_backup
}
`;
