import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Lab } from '../../../../lab';
import { runCommand } from '../../../e2e/support/command';

/** A moment in a run of kubeadm. */
export type Point = { readonly title: string } & (
  | {
      /** The file is written; whatever comes after it has not been done. */
      readonly written: string;
    }
  | {
      /** The file has been created, and nothing is in it yet. */
      readonly created: string;
    }
  | {
      /** It has just begun. */
      readonly begun: true;
    }
  | {
      /** kubeadm has just said this, and is about to do it, or has just done it. */
      readonly printed: string;
    }
);

type Traced = Exclude<Point, { readonly begun: true }>;

const HOLD_MICROSECONDS = 600_000_000;
const LOOK_EVERY_MS = 10;
const DEAD_LOOK_MS = 100;
/** The first process of a machine is dead a little before the others: let go now, they would run on. */
const DIE_MS = 1_000;
const TIMEOUT_MS = 10 * 60_000;

/**
 * Holds the machine's kubeadm at the point, from outside and whichever of its runs comes to it: `strace` delays the
 * system call, or stops the process behind the words. Resolves when it is held there, to the time in which the first run
 * was seen, Unix time in ms. Throws when none comes.
 */
export function holdKubeadm(lab: Lab, machine: string, point: Point, signal: AbortSignal): Promise<number> {
  return beforeMachines(() => awaitPoint(lab, machine, point, signal));
}

let watches = 0;

/**
 * What is watched for comes while all machines are at work. Whatever this process starts meanwhile is scheduled as they
 * are, and so is this process afterwards.
 */
async function beforeMachines<T>(watch: () => Promise<T>): Promise<T> {
  if (watches === 0) schedule('--rr', '--reset-on-fork', '--pid', '1');
  watches += 1;
  try {
    return await watch();
  } finally {
    watches -= 1;
    if (watches === 0) schedule('--other', '--pid', '0');
  }
}

/** A nice value would not do: it counts within a control group, and each machine is in one of its own. */
function schedule(...policy: readonly string[]): void {
  execFileSync('chrt', [...policy, String(process.pid)], { stdio: ['ignore', 'ignore', 'inherit'] });
}

async function awaitPoint(lab: Lab, machine: string, point: Point, signal: AbortSignal): Promise<number> {
  const deadlineMs = Date.now() + TIMEOUT_MS;
  const init = await findInit(lab, machine);
  const finder = new KubeadmFinder(init);
  const seen = new Set<number>();
  let firstSeenAtMs = 0;
  while (Date.now() < deadlineMs) {
    signal.throwIfAborted();
    const pid = finder.find().find((each) => !seen.has(each));
    if (pid === undefined) {
      await sleep(LOOK_EVERY_MS);
      continue;
    }
    seen.add(pid);
    firstSeenAtMs ||= Date.now();
    stopProcess(pid);
    if ('begun' in point || (await traceTo({ pid, init }, point, signal))) return firstSeenAtMs;
  }
  throw new Error(`kubeadm on ${machine} did not come to ${JSON.stringify(point.title)}`);
}

/** Resolves as soon as the machine runs kubeadm, or has no reason to do so any more. */
export async function awaitKubeadm(lab: Lab, machine: string, isOver: () => boolean): Promise<void> {
  const deadlineMs = Date.now() + TIMEOUT_MS;
  const finder = new KubeadmFinder(await findInit(lab, machine));
  while (!isOver() && finder.find().length === 0) {
    if (Date.now() > deadlineMs) throw new Error(`kubeadm has not been run again on ${machine}`);
    await sleep(LOOK_EVERY_MS);
  }
}

/** Process id, as the host has it, of the machine's first process; a machine without power is waited for. */
async function findInit(lab: Lab, machine: string): Promise<string> {
  const container = (await lab.machines()).find(({ name }) => name === machine)?.container ?? '';
  const deadlineMs = Date.now() + TIMEOUT_MS;
  while (Date.now() < deadlineMs) {
    const { stdout } = await runCommand('podman', ['inspect', '--format', '{{.State.Pid}}', container]);
    if (Number(stdout) > 0) return stdout.trim();
    await sleep(LOOK_EVERY_MS);
  }
  throw new Error(`${machine} has no power`);
}

const RUN_OF_KUBEADM = /^kubeadm\0(?:(?:init|join)\0--config|reset\0--force)\0/;

/** How long after its start a process may still become another program; it is not looked at again later. */
const YOUNG_MS = 5_000;

/** Tells the runs of kubeadm of one machine. Quick and cheap: a point may come in half a second, before all others. */
class KubeadmFinder {
  readonly #init: string;
  readonly #firstSeenAtMs = new Map<string, number>();

  /** `init` is the machine's first process. */
  constructor(init: string) {
    this.#init = init;
  }

  /** Their process ids, as the host has them, of those that began while this was asked. */
  find(): number[] {
    const nowMs = Date.now();
    const processes = new Set(readdirSync('/proc').filter((name) => /^\d+$/.test(name)));
    for (const pid of this.#firstSeenAtMs.keys()) if (!processes.has(pid)) this.#firstSeenAtMs.delete(pid);
    const isYoung = (pid: string) => {
      const firstSeenAtMs = this.#firstSeenAtMs.get(pid) ?? nowMs;
      this.#firstSeenAtMs.set(pid, firstSeenAtMs);
      return nowMs - firstSeenAtMs < YOUNG_MS;
    };
    return [...processes].filter((pid) => isYoung(pid) && this.#isOfMachine(pid)).map(Number);
  }

  #isOfMachine(pid: string): boolean {
    try {
      return RUN_OF_KUBEADM.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8')) && this.#isInside(pid);
    } catch {
      // It has ended since it was listed.
      return false;
    }
  }

  #isInside(pid: string): boolean {
    const namespaceOf = (each: string) => readlinkSync(`/proc/${each}/ns/pid`);
    return namespaceOf(pid) === namespaceOf(this.#init);
  }
}

/** A run of kubeadm, and the first process of its machine, as the host numbers them. */
interface Traceable {
  readonly pid: number;
  readonly init: string;
}

/**
 * True once the process, which stands still, has gone on to the point and is held there; false when it has ended without
 * coming to it. A thread that was made while the tracer attaches to the others would not be traced: hence its standing.
 */
function traceTo({ pid, init }: Traceable, point: Traced, signal: AbortSignal): Promise<boolean> {
  const tracer = spawn('strace', ['--follow-forks', '--attach', String(pid), '--signal=none', ...traced(point)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  signal.addEventListener('abort', () => tracer.kill(), { once: true });
  return new Promise((resolve, reject) => {
    let rest = '';
    let said = '';
    tracer.once('error', (error) =>
      reject(new Error('strace, which holds kubeadm, cannot be started', { cause: error })),
    );
    tracer.once('close', (code) => {
      if (code === 0) resolve(false);
      else reject(new Error(`strace ended with ${code}: ${said.trim()}`));
    });
    tracer.stderr.setEncoding('utf8').on('data', (text: string) => {
      // It says that it has attached.
      if (said === '') process.kill(pid, 'SIGCONT');
      said = text;
      const lines = (rest + text).split('\n');
      // A line that is held in the middle of its system call has no end.
      rest = lines.at(-1) ?? '';
      if (!lines.some((line) => isAt(line, point))) return;
      if ('printed' in point) stopProcess(pid);
      leaveWithPower(tracer, init);
      resolve(true);
    });
  });
}

function traced(point: Traced): string[] {
  if ('printed' in point) return ['--trace=write', '--string-limit=200'];
  const [path, when] = 'written' in point ? [point.written, 'delay_exit'] : [point.created, 'delay_enter'];
  // What is written may be a secret.
  return [
    '--trace=write',
    '--string-limit=0',
    `--trace-path=${path}`,
    `--inject=write:${when}=${HOLD_MICROSECONDS}:when=1`,
  ];
}

function isAt(line: string, point: Traced): boolean {
  // strace shows the words as a string of C.
  if ('printed' in point)
    return line.includes('write(1, ') && line.includes(JSON.stringify(point.printed).slice(1, -1));
  return line.includes('write(');
}

function stopProcess(pid: number): void {
  process.kill(pid, 'SIGSTOP');
}

/** A tracer that holds a process does not see it die, and without that its machine does not end. */
function leaveWithPower(tracer: ChildProcess, init: string): void {
  const watch = setInterval(() => {
    if (hasPower(init)) return;
    clearInterval(watch);
    setTimeout(() => tracer.kill('SIGKILL'), DIE_MS);
  }, DEAD_LOOK_MS);
}

/** Source: proc(5), `/proc/pid/cmdline`: empty as soon as a process is killed, however long others are waited for. */
function hasPower(init: string): boolean {
  try {
    return readFileSync(`/proc/${init}/cmdline`, 'utf8') !== '';
  } catch {
    return false;
  }
}
