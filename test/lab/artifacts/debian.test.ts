import { isUpstreamVersion } from '../../../lab/artifacts/debian';

test.each([
  ['1.6.20~ds1-1+deb12u1', '1.6.20', true],
  ['1.1.5+ds1-1+deb12u1', '1.1.5', true],
  ['1:2.2.7-1', '2.2.7', true],
  ['1.1.1+ds1-3+b4', '1.1.1', true],
  ['1.7.20~ds1-1', '1.6.20', false],
  ['1.6.2-1', '1.6.20', false],
])('whether Debian’s %s is upstream’s %s: %s', (debian, upstream, expected) => {
  expect(isUpstreamVersion(debian, upstream)).toBe(expected);
});
