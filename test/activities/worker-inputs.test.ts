import { findChecksum } from '../../src/activities/worker-inputs';

const sum = 'a'.repeat(64);
const other = 'b'.repeat(64);

describe("a publisher's checksum", () => {
  it.each([
    ['a bare sum', sum],
    ['a bare sum with a line end', `${sum}\n`],
    ['a line for the file', `${sum}  tool.tgz\n`],
    ['a line in binary mode', `${sum} *tool.tgz\n`],
    ['one line of many', `${other}  other.tgz\n${sum}  ./dist/tool.tgz\n`],
    ['upper case', `${sum.toUpperCase()}  tool.tgz`],
  ])('is found in %s', (_form, text) => {
    expect(findChecksum(text, 'tool.tgz')).toBe(sum);
  });

  it.each([
    ['a page that says not found', '<html>Not Found</html>'],
    ['the sum of another file', `${sum}  other.tgz\n`],
    ['several bare sums', `${sum}\n${other}\n`],
    ['a shorter digest', `${'a'.repeat(40)}  tool.tgz`],
  ])('is not taken from %s', (_form, text) => {
    expect(findChecksum(text, 'tool.tgz')).toBeUndefined();
  });
});
