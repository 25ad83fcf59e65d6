import { cniOf } from '../catalog/look-up';
import { renderNetworkManagerConf } from '../render/network-manager-conf';
import { raw, sh } from '../ssh/shell';
import { sha256 } from './stamp';
import type { BuildStep } from './step-input';

const FILE = '/etc/NetworkManager/conf.d/99-slipway.conf';
/** Ends of pods' links, and what kube-proxy has in mode ipvs. */
const OF_KUBERNETES = ['veth*', 'kube-ipvs0'];

/** NetworkManager, where a machine has it, leaves the interfaces of the pod network alone. */
export const leavePodInterfaces: BuildStep = ({ cluster, catalog }) => {
  const content = renderNetworkManagerConf([...cniOf(cluster, catalog).traces.interfaces, ...OF_KUBERNETES]);
  const isAbsent = sh`[ ! -d /etc/NetworkManager ]`;
  return {
    name: 'leave-pod-interfaces',
    title: 'Make NetworkManager, where it runs, leave the interfaces of pods alone',
    resources: [
      {
        kind: 'command',
        title: FILE,
        check: sh`${raw(isAbsent)} && exit 0
echo ${`${sha256(content)}  ${FILE}`} | sha256sum -c --status 2>/dev/null || { echo 'not as wanted'; exit 1; }`,
        apply: sh`printf %s ${content} | put_file ${FILE} 0644 root:root
! systemctl -q is-active NetworkManager || systemctl reload NetworkManager`,
        disruption: 'none',
      },
    ],
  };
};
