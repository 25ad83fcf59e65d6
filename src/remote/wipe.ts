import { raw, sh, shLines, type ShellText } from '../ssh/shell';
import { RUNTIME_DIRECTORY } from './places';
import { type TraceRequest, traceLibrary } from './traces';

export interface WipeRequest extends TraceRequest {
  /** URL of the CRI socket through which kubeadm ends pods. */
  readonly criSocket: string;
}

/** kubeadm ends pods within seconds; one that hangs does not keep the rest from being removed. */
const KUBEADM_LIMIT_SECONDS = 180;

/**
 * Removes every trace of Kubernetes from a machine, running or not, and says `removed THING` for each; ends with an
 * error where something is left. kubeadm's own reset comes first, since it ends pods as the kubelet would. It asks no
 * cluster: membership elsewhere is not its business, so kubeadm is given no kubeconfig. Packages, binaries, the runtime
 * and its images stay. Can be run again after it was cut off at any point.
 */
export function wipeScript(request: WipeRequest): ShellText {
  return shLines([
    traceLibrary(request),
    sh`
before=$(list_traces)
[ -n "$before" ] || exit 0
clear_kubeconfigs
if command -v kubeadm >/dev/null; then
  timeout -k 10 ${KUBEADM_LIMIT_SECONDS} ${raw(kubeadmReset(request))} ||
    echo "kubeadm reset ended with $?; what it left is removed next"
fi
clear_traces
after=$(list_traces)
printf '%s\\n' "$before" | cut -f 1 | while IFS= read -r what; do
  printf '%s\\n' "$after" | cut -f 1 | grep -qxF -- "$what" || echo "removed $what"
done
[ -n "$after" ] || exit 0
printf '%s\\n' "$after" | cut -f 1 | sed 's/^/left /'
exit 1`,
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
