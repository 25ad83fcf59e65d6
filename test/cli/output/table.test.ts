import { createStyle } from '../../../src/cli/output/style';
import { renderBoxed, renderColumns } from '../../../src/cli/output/table';

test('columns are aligned by what is visible, without blanks at the end', () => {
  const { green } = createStyle(true);
  expect(
    renderColumns([
      ['a', green('ok'), 'x'],
      ['longer', 'no', ''],
    ]),
  ).toEqual([`a       ${green('ok')}  x`, 'longer  no']);
});

test('a boxed table looks like those of etcdctl', () => {
  expect(renderBoxed(['ENDPOINT', 'HEALTH'], [['https://10.0.0.1:2379', 'true']])).toEqual([
    '+-----------------------+--------+',
    '| ENDPOINT              | HEALTH |',
    '+-----------------------+--------+',
    '| https://10.0.0.1:2379 | true   |',
    '+-----------------------+--------+',
  ]);
});

test('no rows make no columns', () => {
  expect(renderColumns([])).toEqual([]);
});
