import type { FaultBench } from '../../faults/real/bench/fault-bench';
import type { Check } from '../guide-case';

const FORWARDING = '/proc/sys/net/ipv4/ip_forward';
const BRIDGES = '/proc/sys/net/bridge/bridge-nf-call-iptables';

/** What kubeadm's preflight refuses in the guide, so that it begins again after a reset. */
export async function forgetForwarding(bench: FaultBench): Promise<void> {
  for (const { name } of await bench.lab.machines()) {
    await bench.onMachine(name, `echo 0 > ${FORWARDING}; [ ! -e ${BRIDGES} ] || echo 0 > ${BRIDGES}`);
  }
}

export const forwardingWasMended: Check = {
  title: 'br_netfilter and ip_forward, off at the start, are on, and kubeadm reset was never run',
  async run(bench) {
    const machines = await bench.lab.machines();
    for (const { name } of machines) {
      const said = await bench.onMachine(name, `cat ${FORWARDING} ${BRIDGES}`);
      if (said !== '1\n1') throw new Error(`${name}: ${said}`);
      const units = await bench.oracle.kubeadmUnits(name);
      if (units.includes('kubeadm-reset')) throw new Error(`${name}: kubeadm was run as ${units.join(', ')}`);
    }
    return `on ${machines.length} nodes`;
  },
};
