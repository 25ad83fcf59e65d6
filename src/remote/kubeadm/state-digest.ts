import { sh } from '../../ssh/shell';
import { OPERATIONS_DIRECTORY } from '../places';

/**
 * `state_digest` prints a digest of what kubeadm decides by: which files there are, how long, how old; and of which runs
 * of kubeadm have ended, since the last phases of one leave nothing but what the API holds.
 */
export const stateDigestLibrary = sh`
state_digest() {
  {
    find /etc/kubernetes -type f -printf '%p %s %T@\\n' 2>/dev/null | sort
    ls -d /var/lib/kubelet/config.yaml /var/lib/etcd/member ${OPERATIONS_DIRECTORY}/*-kubeadm-*/exit 2>/dev/null
  } | sha256sum | cut -d ' ' -f 1
}
`;
