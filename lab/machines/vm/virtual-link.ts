import type { LinkVerbs } from '../kind';
import type { Machine } from '../machine';
import { runByAgent } from './agent';
import { setCarrier } from './monitor';
import type { VirtualFiles } from './qemu';

const INTERFACE = 'eth0';

/** The network cable of a machine with a kernel of its own: pulled by QEMU, slowed by the machine's own scheduler. */
export function virtualLink(filesOf: (lab: string, machine: Machine) => VirtualFiles): LinkVerbs {
  const inside = async (lab: string, machine: Machine, command: string): Promise<string> => {
    const { exitCode, stdout, stderr } = await runByAgent(filesOf(lab, machine).agent, command.split(' '));
    if (exitCode !== 0) throw new Error(`${command} on ${machine.name}: ${stderr.trim()}`);
    return stdout;
  };
  const isSlow = async (lab: string, machine: Machine) =>
    (await inside(lab, machine, `tc qdisc show dev ${INTERFACE}`)).includes('netem');
  return {
    cut: (lab, machine) => setCarrier(filesOf(lab, machine).monitor, false),
    async heal(lab, machine) {
      await setCarrier(filesOf(lab, machine).monitor, true);
      if (await isSlow(lab, machine)) await inside(lab, machine, `tc qdisc delete dev ${INTERFACE} root`);
    },
    async slow(lab, machine, { delayMs, lossPercent }) {
      await setCarrier(filesOf(lab, machine).monitor, true);
      const effect = `netem limit 65536 delay ${delayMs}ms loss ${lossPercent}%`;
      await inside(lab, machine, `tc qdisc replace dev ${INTERFACE} root ${effect}`);
    },
    async read(lab, machine) {
      if (await isSlow(lab, machine)) return 'slow';
      const own = await inside(lab, machine, `ip -o link show ${INTERFACE}`);
      return /[<,]LOWER_UP[,>]/.test(own) ? 'up' : 'cut';
    },
  };
}
