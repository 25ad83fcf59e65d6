import { LiveView } from '../../../src/cli/output/live-view';
import { createStyle } from '../../../src/cli/output/style';

/** Enough of a terminal to tell what stays on it. */
function fakeTerminal(columns: number, rows: number) {
  const screen: string[] = [''];
  const write = (text: string): void => {
    // oxlint-disable-next-line no-control-regex -- escape sequences begin with a control character
    for (const part of text.match(/\u001b\[\d*[AJ]|\u001b\[\d+m|\r|\n|[^\u001b\r\n]+/g) ?? []) {
      if (part.endsWith('A') && part.startsWith('\u001b')) screen.length -= Number(part.slice(2, -1));
      else if (part === '\u001b[J') screen[screen.length - 1] = '';
      else if (part === '\n') screen.push('');
      else if (part !== '\r' && !part.startsWith('\u001b')) screen[screen.length - 1] += part;
    }
  };
  return { columns, rows, write, screen };
}

test('a second drawing takes the place of the first, also when it is shorter', () => {
  const terminal = fakeTerminal(80, 24);
  const view = new LiveView(terminal);
  view.draw(['one', 'two', 'three']);
  view.draw(['four']);
  expect(terminal.screen).toEqual(['four', '']);
});

test('what was drawn before the end stays', () => {
  const terminal = fakeTerminal(80, 24);
  const view = new LiveView(terminal);
  view.draw(['one']);
  view.end();
  view.draw(['two']);
  expect(terminal.screen).toEqual(['one', 'two', '']);
});

test('lines and rows that do not fit are cut, so that the next drawing finds its place', () => {
  const terminal = fakeTerminal(5, 3);
  const { red } = createStyle(true);
  const view = new LiveView(terminal);
  view.draw([red('abcdefgh'), 'exact', 'never shown']);
  expect(terminal.screen).toEqual(['abcd…', 'exact', '']);
});

test.each([{}, { columns: 0, rows: 0 }])('a terminal of unknown size (%j) counts as 80 by 24', (size) => {
  const written: string[] = [];
  new LiveView({ ...size, write: (text) => written.push(text) }).draw(
    Array.from({ length: 30 }, () => 'x'.repeat(100)),
  );
  expect(written.join('').split('\n')).toHaveLength(24);
  expect(written.join('')).toContain(`${'x'.repeat(79)}\u001b[0m…`);
});
