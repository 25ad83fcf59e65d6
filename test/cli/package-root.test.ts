import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readBuildStamp, readVersion } from '../../src/cli/package-root';

const root = resolve(__dirname, '../..');

test('the version is that of the package', () => {
  const { version } = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8')) as { version: string };
  expect(readVersion()).toBe(version);
});

test('a build is told by its mark, and without one by the version', () => {
  const mark = resolve(root, 'dist/build.json');
  expect(readBuildStamp()).toBe(existsSync(mark) ? readFileSync(mark, 'utf8') : readVersion());
});
