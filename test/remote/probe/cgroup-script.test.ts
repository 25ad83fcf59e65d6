import { tellCgroupDrivers } from '../../../src/remote/probe/cgroup-script';
import { TracedMachine } from '../../fakes/traced-machine';

let machine: TracedMachine;
beforeEach(() => {
  machine = new TracedMachine();
});
afterEach(() => machine.close());

const TELL = 'limited() { "$@"; }\ntell() { sed "s/^/$1: /"; }\n';
const told = (client: 'ctr' | 'crictl' | 'docker') =>
  machine
    .run(`${TELL}${tellCgroupDrivers(client)}`)
    .trim()
    .split('\n');

describe('the cgroup drivers of a machine', () => {
  it('are those of containerd’s whole configuration and the kubelet’s', () => {
    machine.write('/var/lib/kubelet/config.yaml', 'kind: KubeletConfiguration\ncgroupDriver: systemd\n');
    machine.command('containerd', 'echo "            SystemdCgroup = true"');
    machine.command('pgrep', 'echo 4');
    expect(told('ctr')).toEqual(['cgroup-kubelet: systemd', 'cgroup-runtime: systemd 4']);
  });

  it('are cgroupfs where containerd is not told otherwise', () => {
    machine.command('containerd', 'echo "version = 2"');
    machine.command('pgrep', 'echo 0');
    expect(told('ctr')).toEqual(['cgroup-runtime: cgroupfs 0']);
  });

  it('are those that CRI-O ends up with', () => {
    machine.command('crio', 'printf "[crio.runtime]\\ncgroup_manager = \\"cgroupfs\\"\\n"');
    machine.command('pgrep', 'echo 2');
    expect(told('crictl')).toEqual(['cgroup-runtime: cgroupfs 2']);
  });

  it('are those of CRI-O as well where it shows them as its default, in a comment', () => {
    machine.command('crio', 'printf "# The cgroup_manager of runtimes.\\n# cgroup_manager = \\"systemd\\"\\n"');
    machine.command('pgrep', 'echo 2');
    expect(told('crictl')).toEqual(['cgroup-runtime: systemd 2']);
  });

  it('are those that Docker runs with', () => {
    machine.command('docker', 'echo "cgroupfs 3"');
    expect(told('docker')).toEqual(['cgroup-runtime: cgroupfs 3']);
  });

  it('are not told of a machine that has no runtime', () => {
    machine.command('containerd', 'exit 127');
    expect(told('ctr')).toEqual(['']);
  });
});
