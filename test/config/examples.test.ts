import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCluster } from '../../src/config/parse-cluster';
import { formatProblems } from '../../src/config/problems/format-problems';

const folder = join(__dirname, '../../examples');
const files = ['', 'guides'].flatMap((place) =>
  readdirSync(join(folder, place))
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => join(place, file)),
);

test('the four examples that the documentation names are there', () => {
  expect(files).toEqual(
    expect.arrayContaining(['single-node.yaml', 'own-vms.yaml', 'ha-keepalived.yaml', 'ha-external-lb.yaml']),
  );
});

test.each(files)('the example %s is a valid cluster file that names its schema', (file) => {
  const text = readFileSync(join(folder, file), 'utf8');
  const result = parseCluster(text);
  expect(result.ok ? '' : formatProblems(result.problems, file)).toBe('');
  expect(text).toMatch(/^# yaml-language-server: \$schema=(?:\.\.\/)+schema\/cluster\.schema\.json\n/);
});
