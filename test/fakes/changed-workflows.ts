import { sleep } from '@temporalio/workflow';
import { installCluster as install, resetCluster as reset } from '../../src/workflows';
import type { InstallInput, InstallResult } from '../../src/workflows/messages';
import type { ResetInput, ResetResult } from '../../src/workflows/messages-of-reset';

export * from '../../src/workflows';

/** Our install with one step more before it: the smallest change that a recorded history cannot follow. */
export async function installCluster(input: InstallInput): Promise<InstallResult> {
  await sleep(1);
  return install(input);
}

/** The same of our reset. */
export async function resetCluster(input: ResetInput): Promise<ResetResult> {
  await sleep(1);
  return reset(input);
}
