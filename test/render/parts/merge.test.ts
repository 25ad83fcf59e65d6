import { mergeOverride } from '../../../src/render/parts/merge';

describe('mergeOverride', () => {
  it('merges mappings key by key and replaces everything else', () => {
    const base = { a: { b: 1, c: [1, 2] }, d: 'x' };
    expect(mergeOverride(base, { a: { c: [3] }, e: true })).toEqual({ a: { b: 1, c: [3] }, d: 'x', e: true });
  });

  it('removes what the override sets to null, also inside of what it adds', () => {
    expect(mergeOverride({ a: 1, b: 2 }, { a: null, c: { d: null, e: 1 } })).toEqual({ b: 2, c: { e: 1 } });
  });

  it('merges lists of named arguments by name, keeping every value of a repeated one', () => {
    const base = {
      extraArgs: [
        { name: 'a', value: '1' },
        { name: 'b', value: '1' },
      ],
    };
    const override = {
      extraArgs: [
        { name: 'b', value: '2' },
        { name: 'b', value: '3' },
      ],
    };
    expect(mergeOverride(base, override)['extraArgs']).toEqual([
      { name: 'a', value: '1' },
      { name: 'b', value: '2' },
      { name: 'b', value: '3' },
    ]);
  });

  it('takes __proto__ for a key like any other', () => {
    const merged = mergeOverride({}, JSON.parse('{"__proto__": {"polluted": true}}'));
    expect(Object.keys(merged)).toEqual(['__proto__']);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});
