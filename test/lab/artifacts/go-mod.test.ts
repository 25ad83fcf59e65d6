import type { GoProgram } from '../../../lab/artifacts/artifact';
import { listReplacements, preferFirst, renderGoMod } from '../../../lab/artifacts/go-mod';

const program: GoProgram = {
  name: 'tool',
  version: 'v1.2.3',
  require: ['example.com/tool v1.2.3'],
  replace: ['example.com/part => example.com/part v0.2.3'],
  packages: { tool: 'example.com/tool/v2' },
  ldflags: [],
};

test('go.mod requires the module and replaces its parts', () => {
  expect(renderGoMod(program)).toBe(
    [
      'module slipway.lab/tool',
      '',
      'go 1.24.0',
      '',
      'require (',
      '\texample.com/tool v1.2.3',
      ')',
      '',
      'replace (',
      '\texample.com/part => example.com/part v0.2.3',
      ')',
      '',
    ].join('\n'),
  );
});

const PUBLISHED = `module example.com/tool

require example.com/api v0.0.0

replace (
	example.com/api => ./staging/src/example.com/api
	example.com/fork => example.com/other v1.0.0 // indirect
)

replace example.com/old => example.com/older v0.1.0
`;

test('a directory of a published tree is the module of that name, and other replacements are as they are', () => {
  expect(listReplacements(PUBLISHED, { twins: 'v0.2.3' })).toEqual([
    'example.com/api => example.com/api v0.2.3',
    'example.com/fork => example.com/other v1.0.0',
    'example.com/old => example.com/older v0.1.0',
  ]);
});

test('of two replacements of a module the first counts', () => {
  expect(preferFirst(['a => a v2', 'b => b v1', 'a => a v1'])).toEqual(['a => a v2', 'b => b v1']);
});
