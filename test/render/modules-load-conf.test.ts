import { renderModulesLoadConf } from '../../src/render/modules-load-conf';
import { describeGoldens } from '../fakes/goldens';

describeGoldens('modules-load-conf', 'conf', {
  iptables: () => renderModulesLoadConf(['overlay', 'br_netfilter']),
  ipvs: () => renderModulesLoadConf(['overlay', 'br_netfilter', 'ip_vs', 'ip_vs_rr', 'nf_conntrack']),
});
