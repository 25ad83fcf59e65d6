import type { FollowOptions } from '../../../../src/remote/operation/follow-operation';
import type { KubeadmScript } from '../../../../src/remote/kubeadm/compose-kubeadm';
import type { OperationInput, OperationOutcome } from '../../../../src/remote/operation';
import { kubeadmProgram } from '../model/kubeadm/program';
import { poll, type Program, startOrAttach } from '../model/operations';
import { wipeProgram } from '../model/wipe';
import type { SimulatedSession } from './session';

/** Starts the operation on the session's machine, or attaches to it. */
export function startOperation(session: SimulatedSession, input: OperationInput, program: Program) {
  return session.exec(`start ${input.verb}`, (process) => startOrAttach(process, input, program));
}

/** What an operation's script stands for: a run of kubeadm, as the replaced `composeKubeadm` writes it. */
export function programOf({ verb, script }: OperationInput): Program {
  if (verb === 'kubeadm-reset') return wipeProgram;
  if (verb.startsWith('kubeadm-')) return kubeadmProgram(JSON.parse(script) as KubeadmScript);
  throw new Error(`no program of the simulated world stands for operation ${verb}`);
}

/** As the real `followOperation`. */
export async function follow(
  session: SimulatedSession,
  id: string,
  { fromOffset = 0, onOutput, onPoll, signal }: FollowOptions = {},
): Promise<OperationOutcome> {
  let offset = fromOffset;
  for (;;) {
    signal?.throwIfAborted();
    const {
      text,
      isOver,
      exitCode = 0,
      tail,
    } = await session.exec('follow operation', (process) => poll(process, id, offset), signal);
    offset += text.length;
    if (text !== '') onOutput?.(text, offset);
    onPoll?.(offset);
    if (isOver) return { exitCode, tail };
  }
}
