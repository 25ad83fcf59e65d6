import { renderControl } from '../../../lab/packages/deb';
import type { Package } from '../../../lab/packages/package';
import { renderSpec } from '../../../lab/packages/rpm';

const one: Package = {
  name: 'kubeadm',
  version: '1.28.2',
  release: '1.1',
  summary: 'A tool',
  needs: ['kubelet', 'cri-tools'],
  files: [{ artifact: 'dl.k8s.io/kubeadm', to: '/usr/bin/kubeadm' }],
};

test('a Debian package has the version of its packaging, and needs what it needs', () => {
  expect(renderControl(one).split('\n')).toEqual(
    expect.arrayContaining(['Package: kubeadm', 'Version: 1.28.2-1.1', 'Depends: kubelet, cri-tools']),
  );
  expect(renderControl({ ...one, needs: [] })).not.toContain('Depends');
});

test('an rpm package owns the files of its tree, and nothing is found out about them', () => {
  const lines = renderSpec(one, '/tree').split('\n');
  expect(lines).toEqual(expect.arrayContaining(['Name: kubeadm', 'Release: 1.1', 'AutoReqProv: no']));
  expect(lines).toEqual(expect.arrayContaining(['Requires: kubelet', 'Requires: cri-tools', '/usr/bin/kubeadm']));
  expect(lines).toContain('cp -a /tree/. %{buildroot}/');
});

test('a package that needs a group makes it before its files are laid out, where it is not there', () => {
  const spec = renderSpec({ ...one, groups: ['docker'] }, '/tree');
  expect(spec).toContain('%pre\ngetent group docker >/dev/null || groupadd --system docker\n');
  expect(renderSpec(one, '/tree')).not.toContain('%pre');
});
