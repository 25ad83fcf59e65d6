import { homedir } from 'node:os';
import { cacheDirectory, stateDirectory } from '../../src/dev/directories';

test('XDG directories are used when they are absolute', () => {
  expect(stateDirectory({ XDG_STATE_HOME: '/s' })).toBe('/s/slipway');
  expect(cacheDirectory({ XDG_CACHE_HOME: '/c' })).toBe('/c/slipway');
});

test.each([{}, { XDG_STATE_HOME: '', XDG_CACHE_HOME: '' }, { XDG_STATE_HOME: 'rel', XDG_CACHE_HOME: 'rel' }])(
  'the home directory serves when they are not set, empty or relative (%j)',
  (env) => {
    expect(stateDirectory(env)).toBe(`${homedir()}/.local/state/slipway`);
    expect(cacheDirectory(env)).toBe(`${homedir()}/.cache/slipway`);
  },
);
