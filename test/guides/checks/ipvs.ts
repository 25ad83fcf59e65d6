import { KUBECTL } from '../../e2e/support/cluster-oracle';
import type { Check } from '../guide-case';
import { FIRST, kubernetesNodes } from './cluster';

const ID = 'ipvs-missing';
/** What an install with ipvs would change first, and what it would change in the end. */
const UNCHANGED = `cat /etc/modules-load.d/slipway.conf
${KUBECTL.join(' ')} -n kube-system get configmap kube-proxy -o yaml`;

/** Planned only, on machines whose kernel has no IP_VS. */
export const ipvsIsRefused: Check = {
  title:
    'a file that wants ipvs of these machines, whose kernel has no IP_VS, is refused by preflight, which names the modules and the mode iptables as ways on; nothing is changed',
  async run(bench) {
    const { cluster } = bench.lastWanted;
    const kubeProxy = { ...cluster.spec.kubeProxy, mode: 'ipvs' } as const;
    const before = await bench.onMachine(FIRST, UNCHANGED);
    const { plan } = await bench.temporal.slipway.plan({ ...cluster, spec: { ...cluster.spec, kubeProxy } });
    const refused = plan.findings.filter(({ id, verdict }) => id === ID && verdict.kind === 'yours-to-fix');
    const isRefused = kubernetesNodes(bench).every(({ name }) => refused.some(({ node }) => node === name));
    const namesBoth = refused.every(({ fix }) => fix.includes('modules') && fix.includes('iptables'));
    if (!isRefused || !namesBoth) throw new Error(`findings: ${JSON.stringify(plan.findings)}`);
    if ((await bench.onMachine(FIRST, UNCHANGED)) !== before) throw new Error(`${FIRST} was changed`);
    return `for ${refused.length} nodes: ${refused[0]?.message ?? ''}`;
  },
};
