import { randomUUID } from 'node:crypto';
import { PROXY_VARIABLES } from '../../ssh/proxy-variables';
import { raw, sh, shLines, type ShellText } from '../../ssh/shell';
import { RUNTIME_DIRECTORY } from '../places';
import { diagnoseLibrary } from './diagnose-library';
import { stateDigestLibrary } from './state-digest';

/** The node is not any more as it was when the run was decided: look again. */
export const STATE_CHANGED_EXIT = 75;
/** The cluster does not know the join token. */
export const TOKEN_UNKNOWN_EXIT = 77;

export interface KubeadmScript {
  /** `init`, or `join`. */
  readonly command: 'init' | 'join';
  /** The one phase of the command that is run, in kubeadm's words; absent: all of them. */
  readonly phase?: string;
  /** kubeadm's configuration; it may hold secrets, so it stands on tmpfs, for root alone, while kubeadm runs. */
  readonly config: string;
  /** Of the observation that the run was decided by. */
  readonly stateDigest: string;
  readonly skipPhases: readonly string[];
  readonly ignorePreflightErrors: readonly string[];
  /** Paths that are deleted first. */
  readonly repairs: readonly string[];
  /** Objects of kube-system that are deleted first, as kubectl names them. */
  readonly discards?: readonly string[];
  /** Files on tmpfs, for root alone, that must stand before kubeadm starts. */
  readonly keep?: readonly { readonly path: string; readonly content: string }[];
  /** The token that must be signed for at this endpoint before kubeadm is worth starting. */
  readonly token?: { readonly endpoint: string; readonly id: string };
}

/**
 * A whole run of kubeadm for `startOrAttach`: repairs, configuration, the command, and a diagnosis where it fails. It
 * finds no proxy in its environment: it downloads nothing (versions are given, images are the runtime's), and what it
 * found it would write into the manifests of the control plane, whose NO_PROXY would lack every node that comes later.
 */
export function composeKubeadm(script: KubeadmScript): ShellText {
  const { command, config, stateDigest, repairs, discards = [], keep = [], token } = script;
  const directory = `${RUNTIME_DIRECTORY}/kubeadm`;
  return shLines([
    sh`unset ${PROXY_VARIABLES}`,
    stateDigestLibrary,
    diagnoseLibrary,
    repairLibrary,
    ...(token === undefined ? [] : [awaitToken(token.endpoint, token.id)]),
    sh`
umask 077
if [ "$(state_digest)" != ${stateDigest} ]; then
  echo 'The node is not as it was when this was decided; it is looked at again.'
  exit ${STATE_CHANGED_EXIT}
fi
mkdir -p -m 0700 -- ${RUNTIME_DIRECTORY} ${directory}`,
    ...repairs.map((path) => sh`repair ${path}`),
    ...discards.map((object) => sh`discard ${object}`),
    ...keep.map(({ path, content }) => sh`mkdir -p -- "$(dirname -- ${path})" && printf %s ${content} >${path}`),
    sh`
config=${`${directory}/${command}-${randomUUID()}.yaml`}
trap 'rm -f -- "$config"' EXIT
printf %s ${config} >"$config"
umask 022
${raw(commandLine(script))} || {
  code=$?
  diagnose kubeadm-${command}
  exit "$code"
}
`,
  ]);
}

function commandLine({ command, phase, skipPhases, ignorePreflightErrors }: KubeadmScript): ShellText {
  if (phase !== undefined) return sh`kubeadm ${command} phase ${phase.split(' ')} --config "$config"`;
  const flags = [
    ...(command === 'init' ? ['--upload-certs', '--skip-token-print', '--skip-certificate-key-print'] : []),
    ...(skipPhases.length === 0 ? [] : [`--skip-phases=${skipPhases.join(',')}`]),
    ...(ignorePreflightErrors.length === 0 ? [] : [`--ignore-preflight-errors=${ignorePreflightErrors.join(',')}`]),
  ];
  return sh`kubeadm ${command} --config "$config" ${flags}`;
}

/** `discard OBJECT` and `repair PATH` delete it; etcd's manifest is gone when no etcd has its port any more. */
const repairLibrary = sh`
discard() {
  echo "deleting $1, which an interrupted run left half-made"
  kubectl --cache-dir ${`${RUNTIME_DIRECTORY}/kubectl`} --kubeconfig /etc/kubernetes/admin.conf -n kube-system \\
    delete "$1" --ignore-not-found
}
repair() {
  echo "deleting $1, which an interrupted run left"
  rm -rf -- "$1"
  [ "$1" != /etc/kubernetes/manifests/etcd.yaml ] || end_etcd
}

# A kubelet that has not reached the API server since it started ends no static pod, and starts none of that name.
end_etcd() {
  ! systemctl is-active --quiet kubelet || resume=yes
  systemctl stop kubelet
  signal=TERM turn=0
  while [ "$turn" -lt 100 ] && holders=$(ss -Hltnp 'sport = :2380' | grep -o '"etcd",pid=[0-9]*' | cut -d = -f 2 | sort -u) &&
    [ -n "$holders" ]; do
    [ "$turn" -lt 50 ] || signal=KILL
    echo "$holders" | xargs kill -s "$signal" 2>/dev/null || :
    turn=$((turn + 1))
    sleep 0.2
  done
  [ -z "\${resume:-}" ] || systemctl start kubelet
}
`;

/**
 * kubeadm itself looks for the signature of its token every 5 s, and for 5 minutes where the token is gone. An endpoint
 * that does not answer, or not to strangers, is left to kubeadm.
 */
function awaitToken(endpoint: string, id: string): ShellText {
  const url = `https://${endpoint}/api/v1/namespaces/kube-public/configmaps/cluster-info`;
  return sh`
turn=0
while info=$(curl -sSfk -m 5 ${url} 2>/dev/null) && ! printf %s "$info" | grep -q ${`jws-kubeconfig-${id}"`}; do
  turn=$((turn + 1))
  if [ "$turn" -ge 100 ]; then
    echo 'The cluster does not know the join token any more.'
    exit ${TOKEN_UNKNOWN_EXIT}
  fi
  sleep 0.2
done`;
}
