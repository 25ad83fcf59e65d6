import { renderNetworkManagerConf } from '../../src/render/network-manager-conf';
import { describeGoldens } from '../fakes/goldens';

describeGoldens('network-manager-conf', 'conf', {
  flannel: () => renderNetworkManagerConf(['cni0', 'flannel.*', 'veth*']),
});
