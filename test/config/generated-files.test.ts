import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

test('the JSON Schema and the generated pages are those of the sources', () => {
  const script = join(__dirname, '../../scripts/generate-reference.mjs');
  const { status, stderr } = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});
