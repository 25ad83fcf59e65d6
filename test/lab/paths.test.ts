import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { cacheDirectory, labDirectory, projectRoot, sourceFile } from '../../lab/paths';

test('the cache is outside the checkout, where the environment says', () => {
  expect(cacheDirectory({})).toBe(join(homedir(), '.cache/slipway/lab'));
  expect(cacheDirectory({ XDG_CACHE_HOME: '/var/cache' })).toBe('/var/cache/slipway/lab');
  expect(cacheDirectory({ XDG_CACHE_HOME: '/var/cache', SLIPWAY_CACHE_DIR: '/big/disk' })).toBe('/big/disk');
});

test('every lab has a directory of its own', () => {
  expect(labDirectory('blue', { XDG_STATE_HOME: '/state' })).toBe('/state/slipway/labs/blue');
});

test('sources are found in the checkout', () => {
  expect(existsSync(join(projectRoot(), 'package.json'))).toBe(true);
  expect(existsSync(sourceFile('machine', 'usr/local/sbin/lab-init'))).toBe(true);
});
