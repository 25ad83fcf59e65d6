import { renderLimitsConf } from '../../src/render/limits-conf';
import { describeGoldens } from '../fakes/goldens';

describeGoldens('limits-conf', 'conf', { raised: () => renderLimitsConf({ openFiles: 65_536 }) });
