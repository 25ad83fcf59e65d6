import type { FaultBench } from '../../faults/real/bench/fault-bench';
import type { Check } from '../guide-case';
import { kubernetesNodes } from './cluster';

const KUBERNETES = ['kubeadm', 'kubelet', 'kubectl'];

const LISTS = {
  apt: 'apt-mark showhold',
  rpm: 'cat /etc/dnf/plugins/versionlock.list /etc/yum/pluginconf.d/versionlock.list 2>/dev/null || true',
} as const;

/** `apt-mark showhold`, or what versionlock keeps, which stands in one of two files. */
export const kubernetesIsHeld = (format: keyof typeof LISTS): Check => ({
  title: 'kubeadm, kubelet and kubectl are held at their version',
  run: (bench) => areHeld(bench, format, KUBERNETES),
});

/** As `kubernetesIsHeld`, of the packages that bring the runtime. */
export const runtimeIsHeld = (format: keyof typeof LISTS, packages: readonly string[]): Check => ({
  title: `the runtime’s packages are held at their version: ${packages.join(', ')}`,
  run: (bench) => areHeld(bench, format, packages),
});

async function areHeld(bench: FaultBench, format: keyof typeof LISTS, packages: readonly string[]): Promise<string> {
  const nodes = kubernetesNodes(bench);
  for (const { name } of nodes) {
    const held = (await bench.onMachine(name, LISTS[format])).split('\n');
    const missing = packages.filter((each) => !held.some((line) => isOf(each, line)));
    if (missing.length > 0) throw new Error(`${name} does not hold ${missing.join(', ')}: ${held.join(' ')}`);
  }
  return `on ${nodes.length} nodes`;
}

/** `containerd` is not `containerd.io`; versionlock writes an epoch before the name or before the version. */
function isOf(name: string, line: string): boolean {
  const rest = line.replace(/^\d+:/, '');
  return rest === name || (rest.startsWith(`${name}-`) && /\d/.test(rest.charAt(name.length + 1)));
}

/** Keys stand in files of their own, for one repository each. */
export const keysAreNotShared: Check = {
  title: 'the repository’s key is trusted for that repository alone (`signed-by`), and apt-key’s keyring is empty',
  async run(bench) {
    const nodes = kubernetesNodes(bench);
    for (const { name } of nodes) {
      const script = 'cat /etc/apt/sources.list.d/*.list; ls /etc/apt/trusted.gpg 2>/dev/null || true';
      const said = await bench.onMachine(name, script);
      const sources = said.split('\n').filter((line) => line.startsWith('deb '));
      if (sources.length === 0 || sources.some((line) => !line.includes('signed-by=')) || said.includes('trusted.gpg'))
        throw new Error(`${name}: ${said}`);
    }
    return `on ${nodes.length} nodes`;
  },
};
