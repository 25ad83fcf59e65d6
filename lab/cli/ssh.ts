import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Lab } from '../lab';
import { labFiles } from '../lab-state';

/** Runs the host's ssh with the lab's key and known hosts, in this terminal. Resolves with its exit code. */
export async function openShell(lab: Lab, machineName: string, command: readonly string[]): Promise<number> {
  const machine = (await lab.machines()).find(({ name }) => name === machineName);
  if (machine === undefined) throw new Error(`Lab ${lab.name} has no machine ${machineName}.`);
  const files = labFiles(lab.name);
  const options = ['-i', files.privateKey, '-o', `UserKnownHostsFile=${files.knownHosts}`, '-o', 'IdentitiesOnly=yes'];
  const child = spawn('ssh', [...options, `${machine.user}@${machine.address}`, ...command], { stdio: 'inherit' });
  const [code] = (await once(child, 'close')) as [number | null];
  return code ?? 255;
}
