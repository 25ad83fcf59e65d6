import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCluster } from '../../../src/config/parse-cluster';
import { formatProblems } from '../../../src/config/problems/format-problems';
import { describeGoldens } from '../../fakes/goldens';

const report = (name: string) => () => {
  const result = parseCluster(readFileSync(join(__dirname, 'files', `${name}.yaml.txt`), 'utf8'));
  return result.ok ? 'no problems\n' : formatProblems(result.problems, `${name}.yaml`);
};

describeGoldens('format-problems', 'txt', {
  'many-problems': report('many-problems'),
  contradictions: report('contradictions'),
  syntax: report('syntax'),
});
