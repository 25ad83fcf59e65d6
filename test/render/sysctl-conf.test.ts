import { renderSysctlConf } from '../../src/render/sysctl-conf';
import { describeGoldens } from '../fakes/goldens';

describeGoldens('sysctl-conf', 'conf', {
  ipv4: () => renderSysctlConf({ 'net.ipv4.ip_forward': '1', 'net.bridge.bridge-nf-call-iptables': '1' }),
});
