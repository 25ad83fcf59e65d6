import { type NativeConnection, Worker } from '@temporalio/worker';
import { SlipwayPlugin } from 'slipway';

export const TASK_QUEUE = 'platform';

const teamActivities = {
  /** Stands for a message to the team. */
  announce: async (text: string): Promise<string> => {
    process.stdout.write(`${text}\n`);
    return text;
  },
};

export type TeamActivities = typeof teamActivities;

/** Your worker: your activities and workflows, and Slipway's. */
export function createWorker(connection: NativeConnection): Promise<Worker> {
  return Worker.create({
    connection,
    taskQueue: TASK_QUEUE,
    workflowsPath: require.resolve('./workflows'),
    activities: teamActivities,
    plugins: [new SlipwayPlugin()],
    maxHeartbeatThrottleInterval: '2s',
    shutdownGraceTime: '5s',
  });
}
