import { osFamilyOf } from '../../../src/catalog/look-up';
import { debian } from '../../../src/catalog/os/debian';

describe('debian', () => {
  it.each([
    ['debian', []],
    ['ubuntu', ['debian']],
    ['raspbian', ['debian']],
    ['linuxmint', ['ubuntu', 'debian']],
  ])('includes %s', (id, idLike) => {
    expect(osFamilyOf({ id, idLike })).toBe(debian);
  });

  it('does not include what merely resembles it', () => {
    expect(osFamilyOf({ id: 'rocky', idLike: ['rhel', 'centos', 'fedora'] })).toBeUndefined();
  });
});
