import { raw, sh, type ShellText } from '../../ssh/shell';

/** How etcd is asked from a node: with files that are there. */
export interface EtcdAccess {
  /** Client URLs; one that does not answer is passed over. */
  readonly endpoints: readonly string[];
  readonly caFile: string;
  readonly certificateFile: string;
  readonly keyFile: string;
}

/** Paths of the gateway. */
export const ETCD_CALLS = {
  list: '/v3/cluster/member/list',
  add: '/v3/cluster/member/add',
  promote: '/v3/cluster/member/promote',
  remove: '/v3/cluster/member/remove',
  status: '/v3/maintenance/status',
  hash: '/v3/maintenance/hashkv',
  moveLeader: '/v3/maintenance/transfer-leadership',
} as const;

/** curl with the certificates of this access. */
export function curlWith({ caFile, certificateFile, keyFile }: EtcdAccess): ShellText {
  return sh`curl -sS -m 5 --cacert ${caFile} --cert ${certificateFile} --key ${keyFile}`;
}

/** Prints the answer of etcd's gateway: of the first endpoint that does as it is told, else what the last one said. */
export function askThrough(access: EtcdAccess, call: keyof typeof ETCD_CALLS, body: string): ShellText {
  return sh`{
    for endpoint in ${access.endpoints}; do
      said=$(${raw(curlWith(access))} -X POST -d ${body} "$endpoint"${ETCD_CALLS[call]} 2>/dev/null) || continue
      case $said in *'"error"'*) ;; *) break ;; esac
    done
    printf %s "\${said:-}"
  }`;
}
