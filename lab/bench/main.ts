import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createLab, lineProgress } from '../index';
import { projectRoot } from '../paths';
import { DEFAULT_KUBERNETES_VERSION } from '../versions';
import { runFloor } from './floor';
import { type Pair, renderReport } from './report';
import { findSection, putSection } from './section';
import { measureInstall, peakMemoryMiB, useLocalService } from './slipway';

const LAB = 'bench';

/** `npm run bench -- [pairs]`: the floor and Slipway side by side; writes docs/benchmarks.md. */
async function bench(pairCount: number): Promise<void> {
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const lab = createLab({ name: LAB, controlPlanes: 3, workers: 2, progress: lineProgress(say) });
  const onFreshMachines = async <T>(work: () => Promise<T>): Promise<T> => {
    await lab.down();
    await lab.up();
    return work();
  };
  const { workerPids } = await useLocalService();
  try {
    const pairs: Pair[] = [];
    for (let pair = 1; pair <= pairCount; pair += 1) {
      const floor = await onFreshMachines(() => runFloor(lab));
      say(`pair ${pair}: script, nodes Ready after ${floor.find(({ title }) => title === 'nodes ready')?.atMs} ms`);
      const install = await onFreshMachines(() => measureInstall(lab));
      say(`pair ${pair}: Slipway, nodes Ready after ${install.readyMs} ms, ended after ${install.totalMs} ms`);
      pairs.push({ floor, install });
    }
    const reapply = await measureInstall(lab);
    const workerPeakMiB = await Promise.all(workerPids.map(peakMemoryMiB));
    const result = {
      kubernetesVersion: DEFAULT_KUBERNETES_VERSION,
      nodes: '3 control planes + 2 workers',
      pairs,
      reapply,
      workerPeakMiB,
    };
    await writePage(renderReport(result, new Date().toISOString().slice(0, 10)));
    say(`written: docs/benchmarks.md`);
  } finally {
    await lab.down();
  }
}

/** The section of the guides is made elsewhere. */
async function writePage(report: string): Promise<void> {
  const file = join(projectRoot(), 'docs', 'benchmarks.md');
  const guides = findSection(await readFile(file, 'utf8'), 'The guides');
  await writeFile(file, guides === undefined ? report : putSection(report, guides));
}

bench(Number(process.argv[2] ?? 3)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
