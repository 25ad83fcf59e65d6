import { sh } from '../../ssh/shell';

/** `state_digest` prints a digest of what kubeadm decides by: which files there are, how long, how old. */
export const stateDigestLibrary = sh`
state_digest() {
  {
    find /etc/kubernetes -type f -printf '%p %s %T@\\n' 2>/dev/null | sort
    ls -d /var/lib/kubelet/config.yaml /var/lib/etcd/member 2>/dev/null
  } | sha256sum | cut -d ' ' -f 1
}
`;
