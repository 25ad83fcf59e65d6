import { planMachines } from '../../../../lab/machines/machine';
import { hardwareOf } from '../../../../lab/machines/vm/hardware';
import { renderQemuCommand, virtualFiles } from '../../../../lab/machines/vm/qemu';

const [machine] = planMachines('blue', '10.89.70', { controlPlanes: 0, workers: 1 });
if (machine === undefined) throw new Error('no machine');

const render = (cgroups: 'v1' | 'v2') =>
  renderQemuCommand({
    machine,
    hardware: hardwareOf({ cgroups }),
    image: { disk: '/i/disk', kernel: '/i/vmlinuz', initrd: '/i/initrd' },
    files: virtualFiles('/vms/worker-1'),
    tap: 'slip-70-101',
    productUuid: 'uuid',
  });

test('a machine is emulated, with its own disk, seed, cable and identity', () => {
  const argv = render('v2');
  const all = argv.join(' ');
  expect(argv[0]).toBe('qemu-system-x86_64');
  expect(all).toContain('-accel tcg,');
  expect(all).not.toContain('kvm');
  expect(all).toContain('-uuid uuid');
  expect(all).toContain('file=/vms/worker-1/disk.qcow2,format=qcow2');
  expect(all).toContain('file=/vms/worker-1/seed.img,format=raw,readonly=on');
  expect(all).toContain('ifname=slip-70-101');
  expect(all).toContain(`mac=${machine.macAddress}`);
});

test('cgroup v1 is asked for on the kernel’s command line', () => {
  expect(render('v1').join(' ')).toContain('systemd.unified_cgroup_hierarchy=0');
  expect(render('v2').join(' ')).not.toContain('unified_cgroup_hierarchy');
});
