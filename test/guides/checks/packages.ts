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
  async run(bench) {
    const nodes = kubernetesNodes(bench);
    for (const { name } of nodes) {
      const held = await bench.onMachine(name, LISTS[format]);
      const missing = KUBERNETES.filter((each) => !held.includes(each));
      if (missing.length > 0) throw new Error(`${name} does not hold ${missing.join(', ')}: ${held}`);
    }
    return `on ${nodes.length} nodes`;
  },
});

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
