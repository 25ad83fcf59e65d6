import {
  type KubeadmScript,
  STATE_CHANGED_EXIT,
  TOKEN_UNKNOWN_EXIT,
} from '../../../../../src/remote/kubeadm/compose-kubeadm';
import { parseEpoch } from '../../../../../src/remote/join-material/epoch';
import type { Program } from '../operations';
import type { Process } from '../process';
import { discover } from './discovery';
import { INIT } from './init';
import { controlPlaneJoin, workerJoin } from './join';
import { KubeadmError, type KubeadmRun, runPhases } from './run';

/** How long the script looks for the token's signature before kubeadm is started at all. */
const TOKEN_TURNS = 100;

/** What the script of `composeKubeadm` does. */
export function kubeadmProgram(script: KubeadmScript): Program {
  return async (process, say) => {
    const { machine } = process;
    const { world } = machine;
    if (script.token !== undefined && !(await awaitToken(process, script.token.id))) return TOKEN_UNKNOWN_EXIT;
    if (!world.broken.has('re-look') && machine.digest() !== script.stateDigest) return STATE_CHANGED_EXIT;
    await clearAway(process, script);
    for (const { path, content } of script.keep ?? []) keepEpoch(process, path, content);
    const name = `kubeadm ${script.command} ${world.journal.countOf(`kubeadm ${script.command}`)}`;
    if (machine.kubeadms.size > 0) world.journal.violate(`${machine.name}: ${name} runs beside another kubeadm`);
    machine.kubeadms.add(name);
    world.journal.count(`kubeadm ${script.command}`);
    try {
      await runCommand({ process, script, say });
      if (script.command === 'init') world.journal.count('kubeadm init ended well');
      return 0;
    } catch (error) {
      if (!(error instanceof KubeadmError)) throw error;
      world.journal.note(`${machine.name}: kubeadm ${script.command}: ${error.message}`);
      say(`error execution phase: ${error.message}`);
      return 1;
    } finally {
      machine.kubeadms.delete(name);
    }
  };
}

/** What an interrupted run left and kubeadm would stumble over. */
async function clearAway(process: Process, { repairs, discards = [] }: KubeadmScript): Promise<void> {
  const { machine } = process;
  for (const path of repairs) {
    await process.work(20, `repair ${path}`);
    process.remove(path);
    // The static pod lets go of its port.
    if (path.endsWith('/etcd.yaml') && machine.kubelet.isActive) await process.work(2000);
  }
  for (const object of discards) {
    await process.work(100, `discard ${object}`);
    if (object === 'deployment/coredns') machine.servedCluster?.addons.delete('coredns');
  }
}

async function runCommand(run: KubeadmRun): Promise<void> {
  if (run.script.command === 'init') return runPhases(run, INIT);
  await discover(run);
  const isControlPlane = /^controlPlane:/m.test(run.script.config);
  const { kubernetesVersion } = run.process.machine.world;
  return runPhases(run, isControlPlane ? controlPlaneJoin(kubernetesVersion) : workerJoin(kubernetesVersion));
}

/** An endpoint that does not answer is left to kubeadm. */
async function awaitToken(process: Process, id: string): Promise<boolean> {
  const { world } = process.machine;
  for (let turn = 0; world.endpoint !== undefined && world.endpoint.findToken(id) === undefined; turn += 5) {
    if (turn >= TOKEN_TURNS) return false;
    await process.work(1000);
  }
  return true;
}

function keepEpoch(process: Process, path: string, content: string): void {
  const epoch = parseEpoch(content);
  if (epoch === undefined) throw new Error(`${path} holds no epoch`);
  process.mutate(path);
  process.machine.epochs.set(epoch.epoch, epoch);
}
