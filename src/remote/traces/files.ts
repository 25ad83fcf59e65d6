import { sh } from '../../ssh/shell';

/**
 * Files, directories and mounts. A directory that a person has given a place of its own, by a mount or a link, is emptied
 * and stays, and so does /etc/cni/net.d, which containerd watches: made anew it would not be seen. Needs $trace_paths, one pattern a line, and
 * $trace_mounts, below which every mount is a trace.
 */
export const fileTraces = sh`
# Kubeconfigs of users that name this node's cluster and no other; the CA that tells them goes later.
own_kubeconfigs() {
  ca=$(base64 -w 0 </etc/kubernetes/pki/ca.crt 2>/dev/null) && [ -n "$ca" ] || return 0
  for file in /root/.kube/config /home/*/.kube/config; do
    [ -f "$file" ] && [ "$(grep -c certificate-authority-data "$file")" = 1 ] && grep -qF "$ca" "$file" && echo "$file"
  done
}

list_kubeconfigs() { own_kubeconfigs | while IFS= read -r file; do trace "$file"; done; }

clear_kubeconfigs() {
  own_kubeconfigs | while IFS= read -r file; do
    rm -f -- "$file"
    rm -rf -- "\${file%/*}/cache"
    printf '%s\\n' "$trace_paths" | grep -q '^/etc/kubernetes/' || return 0
  rmdir --ignore-fail-on-non-empty -- "\${file%/*}"
  done
}

# Of the kubelet, and of pod networks: Calico and Cilium mount control groups below /run, where nobody keeps data.
own_mounts() {
  for owner in $trace_mounts $(printf '%s\\n' "$trace_paths" | grep '^/run/'); do
    sed -n "s#^[^ ]* \\($owner/[^ ]*\\) .*#\\1#p" /proc/mounts
  done | sort -r
}

list_mounts() {
  count=$(own_mounts | wc -l)
  [ "$count" -eq 0 ] || trace 'mounts of the kubelet and of pod networks' "$count" passing
}

clear_mounts() {
  own_mounts | while IFS= read -r mounted; do umount -- "$mounted" || umount -l -- "$mounted"; done
}

# is_given_place PATH: needs $mounted, every mount point on a line of its own
is_given_place() {
  [ ! -L "$1" ] || return 0
  case "$mounted" in *"
$1
"*) true ;; *) false ;; esac
}

contents_of() { find "$1/" -mindepth 1 -maxdepth 1 ! -name lost+found 2>/dev/null; }

# Other tools keep networks of their own beside that of Kubernetes.
is_foreign() { case $1 in /etc/cni/net.d/*podman* | /etc/cni/net.d/nerdctl-*) true ;; *) false ;; esac; }

present_paths() {
  mounted="
$(cut -d ' ' -f 2 /proc/mounts)
"
  printf '%s\\n' "$trace_paths" | while IFS= read -r pattern; do
    for path in $pattern; do
      is_foreign "$path" && continue
      if is_given_place "$path"; then [ -n "$(contents_of "$path")" ] && echo "$path"
      elif [ -e "$path" ]; then echo "$path"
      fi
    done
  done
}

list_paths() { present_paths | while IFS= read -r path; do trace "$path"; done; }

clear_paths() {
  present_paths | while IFS= read -r path; do
    if [ -L "$path" ] || mountpoint -q -- "$path"; then find "$path/" -mindepth 1 -xdev ! -name lost+found -delete
    else rm -rf --one-file-system -- "$path"
    fi
  done
  printf '%s\\n' "$trace_paths" | grep -q '^/etc/kubernetes/' || return 0
  rmdir --ignore-fail-on-non-empty -- /etc/kubernetes/* /etc/kubernetes
}
`;
