import type { ContainerClient } from '../../resources/resource';
import { raw, sh, type ShellText } from '../../ssh/shell';

/**
 * Each prints the driver that the runtime is configured with, and how many containers run under it. CRI-O comments out
 * what is its default.
 */
const ASK: Readonly<Record<ContainerClient, ShellText>> = {
  ctr: sh`
dump=$(limited containerd config dump) && {
  case $dump in *'SystemdCgroup = true'*) driver=systemd ;; *) driver=cgroupfs ;; esac
  echo "$driver $(pgrep -fc containerd-shim)"
}`,
  crictl: sh`
driver=$(limited crio config | sed -n 's/^[# ]*cgroup_manager = "\\(.*\\)"/\\1/p')
[ -z "$driver" ] || echo "$driver $(pgrep -fc 'conmon .*/run/crio[ /]')"`,
  docker: sh`limited docker info --format '{{.CgroupDriver}} {{.ContainersRunning}}'`,
};

/** Who makes control groups on the machine as it is: the kubelet's configuration, and the runtime's. */
export function tellCgroupDrivers(client: ContainerClient): ShellText {
  return sh`
sed -n 's/^cgroupDriver:[[:space:]]*//p' /var/lib/kubelet/config.yaml 2>/dev/null | tell cgroup-kubelet
{ ${raw(ASK[client])}
} 2>/dev/null | tell cgroup-runtime`;
}
