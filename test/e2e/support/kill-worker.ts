import type { Lab } from '../../../lab';
import type { RunningActivity, TemporalEye } from './temporal-eye';
import { waitFor } from './wait';

export interface Killed {
  readonly node: string;
  readonly activity: RunningActivity;
  readonly pid: number;
  readonly atMs: number;
  readonly moment: Moment;
}

/** The one moment that a worker is killed in: this activity runs, and on one of the nodes its kubeadm. */
export interface Moment {
  /** One that runs on one node at a time. */
  readonly activity: string;
  readonly nodes: readonly string[];
  /** Pattern of kubeadm's command line. */
  readonly kubeadm: string;
  /** Unit that kubeadm runs in, as its verb. */
  readonly unit: string;
  /** What must stand on the node's disk. */
  readonly afterFile?: string;
}

/** Sends SIGKILL to the worker process that holds the activity, in that moment. */
export function killWorkerDuring(lab: Lab, eye: TemporalEye, moment: Moment): Promise<Killed> {
  const look = async (): Promise<Killed | undefined> => {
    const [activity] = await eye.runningActivities(moment.activity);
    if (activity === undefined) return undefined;
    const node = await findNodeOf(lab, moment);
    if (node === undefined) return undefined;
    const pid = pidOf(activity.worker);
    // While the machine was asked, kubeadm and the activity may have come to their end. A worker that stands still ends none.
    process.kill(pid, 'SIGSTOP');
    if (!(await isUnderWay(eye, activity))) {
      process.kill(pid, 'SIGCONT');
      return undefined;
    }
    process.kill(pid, 'SIGKILL');
    return { node, activity, pid, atMs: Date.now(), moment };
  };
  return waitFor(`${moment.kubeadm} within ${moment.activity}`, look, { timeoutMs: 600_000, everyMs: 100 });
}

async function isUnderWay(eye: TemporalEye, activity: RunningActivity): Promise<boolean> {
  const running = await eye.runningActivities(activity.type);
  return running.some(({ runId, activityId }) => runId === activity.runId && activityId === activity.activityId);
}

async function findNodeOf(lab: Lab, moment: Moment): Promise<string | undefined> {
  for (const node of moment.nodes) if (await runsKubeadm(lab, node, moment)) return node;
  return undefined;
}

async function runsKubeadm(lab: Lab, node: string, { kubeadm, afterFile }: Moment): Promise<boolean> {
  const script = 'pgrep -f "$1" >/dev/null && { [ -z "$2" ] || [ -e "$2" ]; }';
  const { exitCode } = await lab.exec(node, ['sh', '-c', script, 'sh', kubeadm, afterFile ?? '']);
  return exitCode === 0;
}

/** Workers name themselves `slipway SITE PID@HOST`. */
export function pidOf(worker: string): number {
  const pid = Number(/ (\d+)@/.exec(worker)?.[1]);
  if (!Number.isInteger(pid) || pid < 2) throw new Error(`no process id in the identity ${JSON.stringify(worker)}`);
  return pid;
}
