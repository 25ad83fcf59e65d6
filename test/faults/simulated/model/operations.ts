import { RemoteError } from '../../../../src/remote/errors';
import type { OperationInput } from '../../../../src/remote/operation';
import { DIGEST_DIGITS, toKeyPrefix } from '../../../../src/remote/operation/identity';
import { redact } from '../../../../src/remote/redact';
import { sleep } from './clock';
import { underGuard } from './guard';
import type { Machine } from './machine';
import { PowerLost, type Process } from './process';

type Outcome =
  | { readonly word: 'exited'; readonly exitCode: number }
  | { readonly word: 'refused'; readonly error: RemoteError };

/** A detached operation: what of it is on the disk, and whether its unit runs. */
export interface Operation {
  readonly id: string;
  readonly prefix: string;
  readonly boot: number;
  output: string;
  outcome?: Outcome;
}

/** What an operation's script does; returns its exit code. */
export type Program = (process: Process, say: (line: string) => void) => Promise<number>;

const START_LOCK_WAIT_SECONDS = 20;
const RUN_LOCK_WAIT_SECONDS = 120;
const POLL_MS = 1600;

/** As `startOrAttach` says of the real one; `program` stands for the script. */
export async function startOrAttach(
  process: Process,
  input: OperationInput,
  program: Program,
): Promise<{ readonly id: string; readonly how: 'started' | 'attached' }> {
  const { machine } = process;
  const { cluster, verb, inputDigest, fence } = input;
  const prefix = toKeyPrefix({ cluster, node: machine.name, verb, inputDigest });
  const known = input.resume?.startsWith(prefix.slice(0, -DIGEST_DIGITS)) ? input.resume : undefined;
  const isAttaching = !machine.world.broken.has('attach');
  if (isAttaching && known !== undefined && machine.operations.has(known)) return { id: known, how: 'attached' };
  const early = findRunning(machine, prefix);
  if (early) return { id: early.id, how: 'attached' };
  const askedAfter = ordinalsOf(machine, prefix);
  const find = () => findRunning(machine, prefix) ?? findNewer(machine, prefix, askedAfter);
  const writer = { verb: `start ${verb}`, fence, lockWaitSeconds: START_LOCK_WAIT_SECONDS };
  try {
    return await underGuard(process, writer, async () => {
      const late = find();
      if (late) return { id: late.id, how: 'attached' };
      await process.work(30, `start ${verb}`);
      return { id: start(machine, prefix, input, program), how: 'started' };
    });
  } catch (error) {
    const isBusy = error instanceof RemoteError && error.kind === 'node-busy';
    const running = isBusy ? find() : undefined;
    if (running) return { id: running.id, how: 'attached' };
    throw error;
  }
}

export function isRunning(machine: Machine, operation: Operation): boolean {
  return operation.outcome === undefined && operation.boot === machine.boot;
}

function findRunning(machine: Machine, prefix: string): Operation | undefined {
  if (machine.world.broken.has('attach')) return undefined;
  return [...machine.operations.values()].find((each) => each.prefix === prefix && isRunning(machine, each));
}

/** One that began while the caller waited for the node is that caller's own. */
function findNewer(machine: Machine, prefix: string, askedAfter: number): Operation | undefined {
  const newest = ordinalsOf(machine, prefix);
  if (machine.world.broken.has('attach')) return undefined;
  return newest > askedAfter ? machine.operations.get(`${prefix}-${newest}`) : undefined;
}

function ordinalsOf(machine: Machine, prefix: string): number {
  return [...machine.operations.values()].filter((each) => each.prefix === prefix).length;
}

function start(machine: Machine, prefix: string, input: OperationInput, program: Program): string {
  const operation: Operation = {
    id: `${prefix}-${ordinalsOf(machine, prefix) + 1}`,
    prefix,
    boot: machine.boot,
    output: '',
  };
  machine.operations.set(operation.id, operation);
  machine.world.journal.note(`${machine.name}: ${operation.id} starts`);
  void run(machine, operation, input, program);
  return operation.id;
}

async function run(machine: Machine, operation: Operation, { verb, fence }: OperationInput, program: Program) {
  const process = machine.spawn(verb);
  const say = (line: string) => {
    operation.output += `${redact(line)}\n`;
  };
  try {
    const writer = { verb, fence, lockWaitSeconds: RUN_LOCK_WAIT_SECONDS };
    const exitCode = await underGuard(process, writer, () => program(process, say));
    await process.work(10, 'outcome');
    operation.outcome = { word: 'exited', exitCode };
    machine.world.journal.note(`${machine.name}: ${operation.id} ended with ${exitCode}`);
  } catch (error) {
    if (error instanceof PowerLost) return;
    if (!(error instanceof RemoteError)) throw error;
    operation.outcome = { word: 'refused', error };
  }
}

/** What one long poll of `followOperation` finds: the end, new output, or that it still runs after a while. */
export async function poll(
  process: Process,
  id: string,
  offset: number,
): Promise<{ readonly text: string; readonly isOver: boolean; readonly exitCode?: number; readonly tail: string }> {
  const { machine } = process;
  const { clock } = machine.world;
  const operation = machine.operations.get(id);
  if (operation === undefined) throw lost(machine, id);
  const untilMs = clock.now() + POLL_MS;
  while (isRunning(machine, operation) && clock.now() < untilMs) {
    await sleep(clock, 400);
    await process.work(0);
    if (operation.output.length > offset) break;
  }
  const { outcome, output } = operation;
  const answer = { text: output.slice(offset), tail: output.slice(-4096) };
  if (outcome?.word === 'exited') return { ...answer, isOver: true, exitCode: outcome.exitCode };
  if (outcome?.word === 'refused') throw outcome.error;
  if (!isRunning(machine, operation)) throw lost(machine, id);
  return { ...answer, isOver: false };
}

function lost({ name }: Machine, id: string): RemoteError {
  return new RemoteError('operation-lost', {
    node: name,
    cause: `${id} ended without an exit code: the node has rebooted`,
    nextAction: 'The node is looked at anew and the work goes on from what is found there.',
  });
}
