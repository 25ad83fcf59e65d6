import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { TracedMachine } from '../../fakes/traced-machine';

const CA = 'LS0tQ0E=';

let machine: TracedMachine;
beforeEach(() => {
  machine = new TracedMachine();
});
afterEach(() => machine.close());

describe('files', () => {
  beforeEach(() => {
    for (const path of ['pki/ca.crt', 'admin.conf', 'manifests/etcd.yaml']) machine.write(`/etc/kubernetes/${path}`);
    machine.write('/var/lib/etcd/member/snap/db');
    machine.write('/var/lib/kubelet/config.yaml');
    machine.write('/etc/cni/net.d/10-flannel.conflist');
    machine.write('/etc/cni/net.d/nerdctl-bridge.conflist');
    machine.write('/run/flannel/subnet.env');
    machine.write('/opt/cni/bin/flannel');
    machine.write('/opt/cni/bin/bridge');
  });

  test('are told one by one, in the order of what they mean', () => {
    expect(machine.names()).toEqual([
      '/etc/kubernetes/pki',
      '/etc/kubernetes/admin.conf',
      '/etc/kubernetes/manifests/etcd.yaml',
      '/var/lib/kubelet',
      '/var/lib/etcd',
      '/etc/cni/net.d/10-flannel.conflist',
      '/run/flannel',
      '/opt/cni/bin/flannel',
    ]);
  });

  test('go, with the directories that are empty then; those of others stay', () => {
    const told = machine.names();
    expect(machine.wipe()).toEqual(expect.arrayContaining([...told.map((what) => `removed ${what}`), 'exit 0']));
    expect(machine.names()).toEqual([]);
    expect(['/etc/kubernetes', '/var/lib/etcd'].some((path) => machine.has(path))).toBe(false);
    expect(['/etc/cni/net.d/nerdctl-bridge.conflist', '/opt/cni/bin/bridge'].every((path) => machine.has(path))).toBe(
      true,
    );
  });

  test('behind a link are emptied, and the link stays', () => {
    rmSync(machine.at('/var/lib/etcd'), { recursive: true });
    machine.write('/disks/etcd/member/wal/0.wal');
    symlinkSync(machine.at('/disks/etcd'), machine.at('/var/lib/etcd'));
    expect(machine.names()).toContain('/var/lib/etcd');
    machine.wipe();
    expect([machine.has('/var/lib/etcd'), machine.has('/disks/etcd/member')]).toEqual([true, false]);
    expect(machine.names()).toEqual([]);
  });

  test('that cannot be removed are named, and the wipe ends with an error', () => {
    machine.command('rm', 'case $* in *kubelet*) exit 1 ;; *) exec /bin/rm "$@" ;; esac');
    const said = machine.wipe();
    expect(said).toEqual(expect.arrayContaining(['left /var/lib/kubelet', 'removed /var/lib/etcd', 'exit 1']));
    expect(said).not.toContain('removed /var/lib/kubelet');
  });

  test('of users are kubeconfigs of this cluster alone', () => {
    machine.write('/etc/kubernetes/pki/ca.crt', Buffer.from(CA, 'base64').toString());
    const cluster = `    certificate-authority-data: ${CA}\n`;
    machine.write('/root/.kube/config', cluster);
    machine.write('/home/ops/.kube/config', `${cluster}    certificate-authority-data: b3RoZXI=\n`);
    machine.write('/home/dev/.kube/config', '    certificate-authority-data: b3RoZXI=\n');
    expect(machine.names()[0]).toBe('/root/.kube/config');
    expect(machine.wipe()).toContain('removed /root/.kube/config');
    expect(machine.has('/root/.kube')).toBe(false);
    expect(['/home/ops/.kube/config', '/home/dev/.kube/config'].every((path) => machine.has(path))).toBe(true);
  });
});

test('mounts of the kubelet and of a pod network are told and undone, the deepest first', () => {
  const below = machine.at('/var/lib/kubelet/pods/a');
  const groups = machine.at('/run/calico/cgroup');
  const mounts = machine.at('/proc/mounts');
  machine.write('/run/calico/cgroup/tasks');
  writeFileSync(
    mounts,
    [
      `tmpfs ${below} tmpfs rw 0 0`,
      `tmpfs ${below}/b tmpfs rw 0 0`,
      `none ${groups} cgroup2 rw 0 0`,
      `tmpfs ${machine.at('/run/containerd/x')} tmpfs rw 0 0`,
      'proc /proc proc rw 0 0',
      '',
    ].join('\n'),
  );
  machine.command('umount', `for it; do :; done; sed -i "\\# $it #d" ${mounts}`);
  const what = 'mounts of the kubelet and of pod networks';
  expect(machine.list()).toContainEqual({ what, detail: '3', passing: true });
  machine.wipe();
  const undone = machine.calls.filter((call) => call.startsWith('umount'));
  expect(undone).toEqual([`${below}/b`, below, groups].map((path) => `umount -- ${path}`));
  expect(machine.has('/run/calico')).toBe(false);
});
