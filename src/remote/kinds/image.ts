import type { ImageResource } from '../../resources/resource';
import { raw, sh } from '../../ssh/shell';
import { APPLY_EXIT } from '../exit-codes';
import type { Kind } from './kind';

const CERTS_DIRECTORY = '/etc/containerd/certs.d';

const library = sh`
is_in_ctr() {
  case $ctr_images in
    *"
$1
"*) ;;
    'no answer') echo 'not pulled, and containerd does not answer'; return 1 ;;
    *) echo 'not pulled'; return 1 ;;
  esac
}
is_in_crictl() { [ -n "$(crictl images -q -- "$1" 2>/dev/null)" ] || { echo 'not pulled'; return 1; }; }
is_in_docker() { docker image inspect -- "$1" >/dev/null 2>&1 || { echo 'not pulled'; return 1; }; }

# Progress bars go nowhere, errors to people.
pull_by_ctr() { ctr -n k8s.io images pull --hosts-dir ${CERTS_DIRECTORY} "$1" >/dev/null; }
pull_by_crictl() { crictl pull "$1" >/dev/null; }
pull_by_docker() { docker pull -q "$1" >/dev/null; }

# pull_image CLIENT REFERENCE
pull_image() {
  for pause in 1 3 0; do
    say "pulling $2"
    "pull_by_$1" "$2" && { say "pulled $2"; return; }
    sleep "$pause"
  done
  return ${APPLY_EXIT.imagePullFailed}
}
`;

const survey = sh`
ctr_images=$(ctr -n k8s.io images ls -q 2>/dev/null) && ctr_images="
$ctr_images
" || ctr_images='no answer'
`;

const checkWith = { ctr: sh`is_in_ctr`, crictl: sh`is_in_crictl`, docker: sh`is_in_docker` };

export const image: Kind<ImageResource> = {
  library,
  survey,
  subject: ({ reference }) => reference,
  check: ({ client, reference }) => sh`${raw(checkWith[client])} ${reference}`,
  apply: ({ client, reference }) => sh`pull_image ${client} ${reference}`,
  isLong: () => true,
  neighbours: 'parallel',
};
