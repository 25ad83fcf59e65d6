import type { AdminKubeconfig } from '../../catalog/load-balancer/kind';
import type { Resource } from '../../resources/resource';
import { raw, sh } from '../../ssh/shell';

const DIRECTORY = '/etc/kubernetes';

/**
 * A link to an admin kubeconfig of the node that has its rights. Before the node has one, it leads to where kubeadm will
 * write it: super-admin.conf where the first control plane begins the cluster, admin.conf on every other one, and on the
 * first as well where the endpoint answers already, since it joins then.
 */
export function linkAdminKubeconfig({ link, begins }: AdminKubeconfig, endpoint: string): Resource {
  const library = sh`
present() { [ -e ${DIRECTORY}/"$1" ]; }
wanted() {
  if present super-admin.conf; then echo super-admin.conf
  elif present admin.conf; then echo admin.conf
  elif [ ${begins} = super-admin.conf ] && curl -ks --max-time 2 -o /dev/null ${`https://${endpoint}/livez`}; then echo admin.conf
  else echo ${begins}
  fi
}
leads_to=$(readlink -- ${link} 2>/dev/null)
leads_to=\${leads_to##*/}`;
  return {
    kind: 'command',
    title: `lead ${link} to an admin kubeconfig`,
    check: sh`${raw(library)}
case $leads_to in
  admin.conf | super-admin.conf) if present "$leads_to"; then exit 0; fi ;;
esac
want=$(wanted)
[ "$leads_to" = "$want" ] || { echo "leads to \${leads_to:-nothing}, want $want"; exit 1; }`,
    apply: sh`${raw(library)}
mkdir -p -m 0700 -- "$(dirname -- ${link})" && ln -sfn -- ${DIRECTORY}/"$(wanted)" ${link}`,
    disruption: 'none',
  };
}
