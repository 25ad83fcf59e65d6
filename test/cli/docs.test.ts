import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

test('docs/cli.md is what the help texts say', () => {
  const script = resolve(__dirname, '../../scripts/generate-cli-docs.mjs');
  expect(spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' })).toMatchObject({
    status: 0,
    stderr: '',
  });
});
