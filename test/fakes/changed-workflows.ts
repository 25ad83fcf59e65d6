import { sleep } from '@temporalio/workflow';
import { installCluster as unchanged } from '../../src/workflows';
import type { InstallInput, InstallResult } from '../../src/workflows/messages';

export * from '../../src/workflows';

/** Our install with one step more before it: the smallest change that a recorded history cannot follow. */
export async function installCluster(input: InstallInput): Promise<InstallResult> {
  await sleep(1);
  return unchanged(input);
}
