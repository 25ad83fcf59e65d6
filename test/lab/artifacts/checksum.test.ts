import { findChecksum } from '../../../lab/artifacts/checksum';

const A = 'a'.repeat(64);
const B = 'b'.repeat(64);

test.each([
  ['a bare sum', `${A}\n`],
  ['a line that names the file', `${B}  other.tgz\n${A}  tool.tgz\n`],
  ['a line that names it in binary mode', `${A} *tool.tgz`],
  ['a line that names it by a path', `${A}  ./dist/tool.tgz`],
])('%s is found', (_, text) => {
  expect(findChecksum(text, 'example.com/x/tool.tgz')).toBe(A);
});

test.each([
  ['only other files', `${B}  other.tgz\n`],
  ['a page of HTML', '<html>not found</html>'],
  ['a sum that is cut off', A.slice(1)],
  ['nothing', ''],
])('no sum is found in %s', (_, text) => {
  expect(findChecksum(text, 'example.com/x/tool.tgz')).toBeUndefined();
});
