import type { Priority } from '@temporalio/common';
import { type ActivityOptions, ActivityCancellationType, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { SlipwayActivities } from '../activities/contract';
import type { Cluster } from '../config/cluster';
import { activityTitle } from './activity-titles';
import { namedByPlace } from './failure-cause';
import { siteTaskQueue } from './messages';
import { PATIENCE, RETRY, TIMEOUTS } from './timeouts';

export type ActivityName = keyof SlipwayActivities;
export type ActivityInput<Name extends ActivityName> = Parameters<SlipwayActivities[Name]>[0];
export type ActivityOutput<Name extends ActivityName> = Awaited<ReturnType<SlipwayActivities[Name]>>;

export interface Call {
  /** Node that the work is on or goes through: its site names the task queue. Absent: the workflow's own queue. */
  readonly through?: string;
  /** What stands before the title in the summary. Default: `through`. */
  readonly about?: string;
  readonly priority?: Priority;
}

/** The server refuses summaries beyond 400 bytes; a person reads far less. */
const MAX_SUMMARY_LENGTH = 150;

/** Runs one activity with the timeouts of its name, on the workers of its node's site. */
export async function perform<Name extends ActivityName>(
  name: Name,
  input: ActivityInput<Name> & { readonly cluster: Cluster },
  call: Call = {},
): Promise<ActivityOutput<Name>> {
  const site = siteOf(input.cluster, call.through);
  const activities = proxyActivities<SlipwayActivities>(activityOptions(name, input.cluster, site, call));
  const activity = activities[name] as unknown as (argument: ActivityInput<Name>) => Promise<ActivityOutput<Name>>;
  try {
    return await activity(input);
  } catch (error) {
    throw namedByPlace(error, site);
  }
}

/** As `perform`, wherever else the call goes through on its way. */
export type Perform = typeof perform;

function activityOptions(name: ActivityName, cluster: Cluster, site: string, call: Call): ActivityOptions {
  const timeouts = TIMEOUTS[name];
  const about = call.about ?? call.through;
  const title = activityTitle(name, cluster);
  return {
    ...placement(site),
    startToCloseTimeout: timeouts.startToClose,
    ...(timeouts.scheduleToClose === undefined ? {} : { scheduleToCloseTimeout: timeouts.scheduleToClose }),
    heartbeatTimeout: PATIENCE.heartbeat.limit,
    retry: RETRY,
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    summary: (about === undefined ? title : `${about}: ${title}`).slice(0, MAX_SUMMARY_LENGTH),
    ...(call.priority === undefined ? {} : { priority: call.priority }),
  };
}

/** The workflow's own queue needs no limit: whoever runs this workflow polls it. */
function placement(site: string): ActivityOptions {
  if (site === 'default') return {};
  return {
    taskQueue: siteTaskQueue(workflowInfo().taskQueue, site),
    scheduleToStartTimeout: PATIENCE.workerOfSite.limit,
  };
}

function siteOf(cluster: Cluster, nodeName: string | undefined): string {
  return cluster.spec.nodes.find((node) => node.name === nodeName)?.site ?? 'default';
}
