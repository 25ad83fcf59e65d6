import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Lab } from '../../../lab';

/** What a machine's processes showed while the sampler ran. */
export interface Sample {
  readonly argv: readonly string[];
  readonly environ: readonly string[];
  /** Command line of every run of kubeadm, one entry a process. */
  readonly kubeadm: readonly string[];
  /** Contents that stood in the product's directory on tmpfs; secret. */
  readonly files: readonly string[];
}

export interface Sampler {
  /** By machine. */
  stop(): Promise<ReadonlyMap<string, Sample>>;
}

const REST_MS = 1_000;

/** Samples every machine, from inside and without SSH, every `pauseMs`; again after each boot. */
export async function startSampler(lab: Lab, pauseMs = 150): Promise<Sampler> {
  const input = readFileSync(join(__dirname, 'process-sampler.py'), 'utf8');
  const stopFile = `/run/lab-sampler-stop-${randomUUID()}`;
  const names = (await lab.machines()).map(({ name }) => name);
  let isStopping = false;
  const sampleUntilStopped = async (name: string): Promise<string> => {
    let seen = '';
    for (;;) {
      const { stdout, stderr } = await lab.exec(name, ['python3', '-', stopFile, String(pauseMs / 1000)], { input });
      seen += stdout;
      if (seen === '' && isStopping) throw new Error(`the sampler of ${name} died: ${stderr}`);
      if (isStopping) return seen;
      await sleep(REST_MS);
    }
  };
  const running = names.map(sampleUntilStopped);
  return {
    async stop() {
      isStopping = true;
      await Promise.all(names.map((name) => lab.exec(name, ['touch', stopFile])));
      const seen = await Promise.all(running);
      return new Map(names.map((name, index) => [name, readSample(seen[index] ?? '')]));
    },
  };
}

function readSample(seen: string): Sample {
  const of = (kind: string) =>
    seen
      .split('\n')
      .filter((line) => line.startsWith(`${kind} `))
      .map((line) => Buffer.from(line.slice(kind.length + 1), 'hex').toString());
  return { argv: of('argv'), environ: of('environ'), kubeadm: of('kubeadm'), files: of('files') };
}
