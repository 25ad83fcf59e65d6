import { catalog } from '../../../src/catalog/catalog';
import { osFamilyOf } from '../../../src/catalog/look-up';
import type { OsFamily } from '../../../src/catalog/os/kind';

const families: Readonly<Record<string, OsFamily>> = catalog.os;
const nameOf = (id: string, idLike: string, versionId: string) => {
  const family = osFamilyOf({ id, idLike: idLike.split(' ').filter(Boolean), versionId });
  return Object.keys(families).find((name) => families[name] === family);
};

describe('the family of an operating system', () => {
  it.each([
    ['debian', '', '12', 'debian'],
    ['debian', '', '', 'debian'],
    ['ubuntu', 'debian', '20.04', 'debian'],
    ['raspbian', 'debian', '11', 'debian'],
    ['linuxmint', 'ubuntu debian', '21.3', 'debian'],
    ['centos', 'rhel fedora', '7', 'centos-7'],
    ['centos', 'rhel fedora', '8', 'rhel'],
    ['rhel', 'fedora', '7.9', 'centos-7'],
    ['rhel', 'fedora', '9.4', 'rhel'],
    ['rocky', 'rhel centos fedora', '9.3', 'rhel'],
    ['almalinux', 'rhel centos fedora', '8.10', 'rhel'],
    ['ol', 'fedora', '8.9', 'rhel'],
    ['ol', 'fedora', '7.9', 'centos-7'],
    ['cloudlinux', 'rhel fedora centos', '7.9', 'centos-7'],
    ['openEuler', '', '22.03', 'openeuler'],
    ['amzn', 'fedora', '2023', 'amazon-linux'],
  ])('%s (like %j) %s is %s', (id, idLike, versionId, family) => {
    expect(nameOf(id, idLike, versionId)).toBe(family);
  });

  it.each([
    ['centos', 'rhel fedora', '6.10'],
    ['amzn', 'centos rhel fedora', '2'],
    ['arch', '', ''],
    ['fedora', '', '41'],
    ['opensuse-leap', 'suse opensuse', '15.5'],
  ])('there is none for %s (like %j) %s', (id, idLike, versionId) => {
    expect(nameOf(id, idLike, versionId)).toBeUndefined();
  });

  it('is named once by every system', () => {
    for (const [name, family] of Object.entries(families)) {
      for (const id of family.ids) {
        const { from = 0, to = 9999 } = family.majors ?? {};
        expect([nameOf(id, '', String(from)), nameOf(id, '', String(to))]).toEqual([name, name]);
      }
    }
  });
});
