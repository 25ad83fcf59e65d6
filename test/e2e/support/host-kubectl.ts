import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Lab } from '../../../lab';
import { type Ended, runCommand } from './command';

/** kubectl as a person runs it on this host, with a kubeconfig file. */
export type Kubectl = (...args: readonly string[]) => Promise<Ended>;

/** Takes the program from the lab's mirror, as from the official one. */
export async function installKubectl(
  lab: Lab,
  directory: string,
  version: string,
): Promise<(config: string) => Kubectl> {
  const mirror = (await lab.status())?.urls.mirrorUrl ?? '';
  const answer = await fetch(`${mirror}/dl.k8s.io/release/${version}/bin/linux/amd64/kubectl`);
  if (!answer.ok) throw new Error(`the mirror has no kubectl ${version}: ${answer.status}`);
  const program = join(directory, 'kubectl');
  writeFileSync(program, Buffer.from(await answer.arrayBuffer()));
  chmodSync(program, 0o755);
  const env = { ...process.env, KUBECACHEDIR: join(directory, 'kube-cache') };
  return (config) =>
    (...args) =>
      runCommand(program, ['--kubeconfig', config, '--request-timeout=2s', ...args], { env });
}

/** From now on until the first of several answers in a row, in ms. */
export async function measureSilence(kubectl: Kubectl, sinceMs: number, limitMs: number): Promise<number> {
  let streakSinceMs: number | undefined;
  for (let inARow = 0; inARow < ANSWERS_IN_A_ROW;) {
    const { exitCode, stderr } = await kubectl('get', 'nodes', '-o', 'name');
    inARow = exitCode === 0 ? inARow + 1 : 0;
    streakSinceMs = inARow === 0 ? undefined : (streakSinceMs ?? Date.now());
    if (streakSinceMs === undefined && Date.now() - sinceMs > limitMs) throw new Error(`no answer: ${stderr.trim()}`);
  }
  return (streakSinceMs ?? Date.now()) - sinceMs;
}

const ANSWERS_IN_A_ROW = 5;
