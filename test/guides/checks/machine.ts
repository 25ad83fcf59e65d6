import type { FaultBench } from '../../faults/real/bench/fault-bench';
import type { Check } from '../guide-case';
import { onEveryNode } from './on-every-node';

/** Machines come with swap in their fstab, as an installer leaves it; nothing in a container turns it on. */
export async function wantSwapAtBoot(bench: Pick<FaultBench, 'lab' | 'onMachine'>): Promise<void> {
  for (const { name } of await bench.lab.machines())
    await bench.onMachine(name, "echo '/dev/mapper/rl-swap none swap defaults 0 0' >> /etc/fstab");
}

export const swapStaysOff: Check = {
  title: 'the line of swap that fstab had at the start is a comment',
  run: (bench) =>
    onEveryNode(bench, "grep 'swap' /etc/fstab", (said) => /^#.*\/dev\/mapper\/rl-swap none swap/.test(said)),
};

export const chronyRuns: Check = {
  title: 'chronyd runs, and will after a boot',
  run: (bench) =>
    onEveryNode(bench, 'systemctl is-active chronyd; systemctl is-enabled chronyd; pgrep -c chronyd', (said) => {
      const [active, enabled, count] = said.split('\n');
      return active === 'active' && enabled !== 'disabled' && Number(count) > 0;
    }),
};

/** As systemd has read its unit. */
export const containerdHasLimits: Check = {
  title: 'systemd lets containerd open 1048576 files and have any number of tasks, and no OOM killer ends it first',
  run: (bench) =>
    onEveryNode(
      bench,
      'systemctl show containerd -p LimitNOFILE -p TasksMax -p OOMScoreAdjust | sort',
      (said) => said === 'LimitNOFILE=1048576\nOOMScoreAdjust=-999\nTasksMax=infinity',
    ),
};

export const loginsHaveLimits = (openFiles: number): Check => ({
  title: 'a login is given as many open files as the cluster file says',
  run: (bench) =>
    onEveryNode(bench, "su - root -c 'ulimit -Hn; ulimit -Sn'", (said) => said === `${openFiles}\n${openFiles}`),
});
