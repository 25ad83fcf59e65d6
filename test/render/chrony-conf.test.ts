import { renderChronyConf } from '../../src/render/chrony-conf';
import { describeGoldens } from '../fakes/goldens';

const servers = ['10.0.0.1', 'time.example.com'];

describeGoldens('chrony-conf', 'conf', {
  'two-servers': () => renderChronyConf({ servers }),
  serving: () => renderChronyConf({ servers, isServing: true }),
});
