import { readFileSync } from 'node:fs';
import { join } from 'node:path';
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

const STOP_FILE = '/run/lab-sampler-stop';

/** Samples every machine, several times a second, from inside and without SSH. */
export async function startSampler(lab: Lab): Promise<Sampler> {
  const input = readFileSync(join(__dirname, 'process-sampler.py'), 'utf8');
  const names = (await lab.machines()).map(({ name }) => name);
  const running = names.map((name) => lab.exec(name, ['python3', '-', STOP_FILE], { input }));
  return {
    async stop() {
      await Promise.all(names.map((name) => lab.exec(name, ['touch', STOP_FILE])));
      const ended = await Promise.all(running);
      return new Map(names.map((name, index) => [name, readSample(name, ended[index])]));
    },
  };
}

function readSample(machine: string, ended: { readonly stdout: string; readonly stderr: string } | undefined): Sample {
  if (ended === undefined || ended.stdout === '')
    throw new Error(`the sampler of ${machine} died: ${ended?.stderr ?? ''}`);
  const of = (kind: string) =>
    ended.stdout
      .split('\n')
      .filter((line) => line.startsWith(`${kind} `))
      .map((line) => Buffer.from(line.slice(kind.length + 1), 'hex').toString());
  return { argv: of('argv'), environ: of('environ'), kubeadm: of('kubeadm'), files: of('files') };
}
