import { renderChronyConf } from '../../src/render/chrony-conf';
import { describeGoldens } from '../fakes/goldens';

describeGoldens('chrony-conf', 'conf', {
  'two-servers': () => renderChronyConf(['10.0.0.1', 'time.example.com']),
});
