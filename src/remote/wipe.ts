import type { Fence } from '../plan/fence';
import { raw, sh, shLines, type ShellText } from '../ssh/shell';
import { FOUND_BY_WIPE_FILE, RUNTIME_DIRECTORY } from './places';
import { type TraceRequest, traceLibrary } from './traces';
import { foundLibrary } from './traces/found';

export interface WipeRequest extends TraceRequest {
  /** URL of the CRI socket through which kubeadm ends pods. */
  readonly criSocket: string;
  /** Of the run that wipes: what another one found is not told again. */
  readonly fence: Pick<Fence, 'clusterUid' | 'epoch'>;
}

/** kubeadm ends pods within seconds; one that hangs does not keep the rest from being removed. */
const KUBEADM_LIMIT_SECONDS = 180;

/**
 * Removes every trace of Kubernetes from a machine, running or not, and says `removed THING` for each; ends with an
 * error where something is left. kubeadm's own reset comes first, since it ends pods as the kubelet would. It asks no
 * cluster: membership elsewhere is not its business, so kubeadm is given no kubeconfig. Packages, binaries, the runtime
 * and its images stay. Can be run again after it was cut off at any point, and then tells of what went before, too.
 */
export function wipeScript(request: WipeRequest): ShellText {
  return shLines([
    traceLibrary(request),
    foundLibrary(FOUND_BY_WIPE_FILE, request.fence),
    sh`
[ -n "$(found_before)$(list_names)" ] || exit 0
note_found
clear_kubeconfigs
if command -v kubeadm >/dev/null; then
  timeout -k 10 ${KUBEADM_LIMIT_SECONDS} ${raw(kubeadmReset(request))} ||
    echo "kubeadm reset ended with $?; what it left is removed next"
fi
clear_traces
tell_removed || exit 1
exit 0`,
  ]);
}

function kubeadmReset({ criSocket }: WipeRequest): ShellText {
  const flags = [
    '--force',
    '--skip-phases=remove-etcd-member',
    `--kubeconfig=${RUNTIME_DIRECTORY}/no-kubeconfig`,
    `--cri-socket=${criSocket}`,
  ];
  return sh`kubeadm reset ${flags}`;
}
