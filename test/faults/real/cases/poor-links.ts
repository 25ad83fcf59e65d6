import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultBench } from '../bench/fault-bench';
import type { FaultCase } from '../case';

const LIMITS = `
mkdir -p /etc/ssh/sshd_config.d
printf 'MaxSessions 1\\nMaxStartups 2:50:4\\n' >/etc/ssh/sshd_config.d/limits.conf
grep -q '^Include' /etc/ssh/sshd_config || sed -i '1i Include /etc/ssh/sshd_config.d/*.conf' /etc/ssh/sshd_config
sshd -t && systemctl restart ssh
sshd -T | grep -qx 'maxsessions 1'`;
const BASTION = 'worker-2';
const RESTART_EVERY_MS = 10_000;

const slow: FaultCase = {
  id: 'S2-slow-links',
  fault: 'S2',
  title: 'an install of 1 + 1 over links that hold every packet for 200 ms and lose 5 of a hundred',
  controlPlanes: 1,
  workers: 1,
  startState: 'fresh',
  async run(bench) {
    const machines = ['cp-1', 'worker-1'];
    await Promise.all(machines.map((machine) => bench.lab.slowLink(machine, { delayMs: 200, lossPercent: 5 })));
    await installOnce(bench, 30 * 60_000);
    await Promise.all(machines.map((machine) => bench.lab.healLink(machine)));
    return { points: machines, recoveriesMs: [] };
  },
};

const fewSessions: FaultCase = {
  id: 'S2-sshd-limits',
  fault: 'S2',
  title: 'an install of 1 + 1 where sshd allows one session a connection and refuses most connections at a time',
  controlPlanes: 1,
  workers: 1,
  startState: 'fresh',
  async run(bench) {
    const machines = ['cp-1', 'worker-1'];
    await Promise.all(machines.map((machine) => bench.onMachine(machine, LIMITS)));
    await installOnce(bench);
    return { points: machines, recoveriesMs: [] };
  },
};

/** The third machine is no node: the others are reached through it. */
const bastion: FaultCase = {
  id: 'S2-bastion-restarts',
  fault: 'S2',
  title: 'an install of 1 + 1 through a bastion whose connections all die every 10 s',
  controlPlanes: 1,
  workers: 2,
  startState: 'fresh',
  async run(bench) {
    const machine = (await bench.lab.machines()).find(({ name }) => name === BASTION);
    const host = { host: machine?.address ?? '', user: machine?.user ?? '' };
    await bench.employ();
    const wanted = await bench.want({ nodes: ['cp-1', 'worker-1'], spec: { ssh: { bastion: host } } });
    const over = new AbortController();
    const installing = bench.install(wanted).finally(() => over.abort());
    const points: string[] = [];
    const restarting = (async () => {
      for (;;) {
        await sleep(RESTART_EVERY_MS, undefined, { signal: over.signal });
        await bench.onMachine(BASTION, 'systemctl stop ssh; pkill -9 sshd; sleep 1; systemctl start ssh');
        points.push(`restart ${points.length + 1}`);
      }
    })().catch(() => undefined);
    await installing;
    await restarting;
    return { points, recoveriesMs: [] };
  },
};

export const poorLinkCases: readonly FaultCase[] = [slow, fewSessions, bastion];

async function installOnce(bench: FaultBench, timeoutMs?: number): Promise<void> {
  await bench.employ();
  const { outcome } = await bench.install(await bench.want(), timeoutMs === undefined ? {} : { timeoutMs });
  if (outcome !== 'installed') throw new Error(`the install ended as ${outcome}`);
}
