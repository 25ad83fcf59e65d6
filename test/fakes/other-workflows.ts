import { condition, sleep } from '@temporalio/workflow';

/** A workflow of our name that does other things: what it wrote cannot be replayed by ours. */
export async function installCluster(): Promise<void> {
  await sleep('1h');
  await condition(() => false);
}
