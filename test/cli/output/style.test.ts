import { createStyle, sanitise, visibleWidth, wantsColour } from '../../../src/cli/output/style';

test.each([
  [{}, true, true],
  [{}, false, false],
  [{ NO_COLOR: '1' }, true, false],
  [{ NO_COLOR: '' }, true, true],
  [{ NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
  [{ FORCE_COLOR: '1' }, false, true],
  [{ FORCE_COLOR: '0' }, true, false],
  [{ TERM: 'dumb' }, true, false],
])('with %j and a terminal: %p, colours are %p', (env, isTerminal, wanted) => {
  expect(wantsColour(env, isTerminal)).toBe(wanted);
});

test('without colour a style leaves text as it is', () => {
  const style = createStyle(false);
  expect(Object.values(style).map((paint: (text: string) => string) => paint('x'))).toEqual(Array(6).fill('x'));
});

test('colours take no columns', () => {
  expect(createStyle(true).red('✓')).toBe('\u001b[31m✓\u001b[39m');
  expect(visibleWidth(createStyle(true).red('✓ ok'))).toBe(4);
});

test('foreign text cannot steer the terminal, and keeps its lines', () => {
  expect(sanitise('a\u001b[2J\u009b31m\rb\tc\nd\u0007')).toBe('a[2J31mb\tc\nd');
});
