import { writeFileSync } from 'node:fs';
import { bundleWorkflowCode } from '@temporalio/worker';
import { createLogger } from './logger';
import { bundlePaths, currentStamp, workflowsPath } from './workflow-source';

/** Writes the bundle and its stamp beside this module, as the last step of the build. */
async function buildBundle(): Promise<void> {
  const { code } = await bundleWorkflowCode({ workflowsPath, logger: createLogger('pretty', () => true) });
  writeFileSync(bundlePaths.bundle, code);
  writeFileSync(bundlePaths.stamp, `${JSON.stringify(currentStamp())}\n`);
}

void buildBundle();
