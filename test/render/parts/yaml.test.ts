import { parse, parseAllDocuments } from 'yaml';
import { renderYaml } from '../../../src/render/parts/yaml';

const TRICKY = [
  'yes',
  'on',
  'null',
  '~',
  '0x1f',
  '012',
  '1:30',
  '1e3',
  '2024-01-01',
  '123456.0123456789012345',
  '12e34',
  '',
];
const HOSTILE = [
  'a\n---\nkind: Evil',
  '#x',
  ' x ',
  '*a',
  '&a',
  '!!js',
  '%x',
  '"\'\\',
  '\u0000\u0007\u2028',
  '- x',
  '{a: b}',
];

describe('renderYaml', () => {
  it.each([...TRICKY, ...HOSTILE])('gives the string %j back as that string to a YAML 1.1 reader', (value) => {
    expect(parse(renderYaml([{ key: value, [value]: 1 }]), { version: '1.1' })).toEqual({ key: value, [value]: 1 });
  });

  it('keeps documents apart', () => {
    expect(parseAllDocuments(renderYaml([{ a: 1 }, { b: '---' }])).map((document) => document.toJS())).toEqual([
      { a: 1 },
      { b: '---' },
    ]);
  });

  it('repeats an object that occurs twice instead of pointing to it', () => {
    const shared = { a: 1 };
    expect(renderYaml([{ b: shared, c: shared }])).toBe('b:\n  a: 1\nc:\n  a: 1\n');
  });
});
