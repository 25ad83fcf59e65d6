import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a worker is given to run workflows with. */
export type WorkflowSource =
  | { readonly workflowBundle: { readonly codePath: string } }
  | { readonly workflowsPath: string };

/** Beside the bundle: what it was built from. A bundle only runs on the SDK version that made it. */
export interface BundleStamp {
  readonly sdk: string;
  readonly workflows: string;
}

const BUNDLE = join(__dirname, 'workflow-bundle.js');
const STAMP = join(__dirname, 'workflow-bundle.json');

export const workflowsPath = require.resolve('../workflows');

/** The prebuilt bundle where it fits the SDK and the workflows at hand, else the path to bundle from (seconds more). */
export function workflowSource(): WorkflowSource {
  if (!existsSync(BUNDLE) || !existsSync(STAMP)) return { workflowsPath };
  const stamp = JSON.parse(readFileSync(STAMP, 'utf8')) as BundleStamp;
  const wanted = currentStamp();
  const fits = stamp.sdk === wanted.sdk && stamp.workflows === wanted.workflows;
  return fits ? { workflowBundle: { codePath: BUNDLE } } : { workflowsPath };
}

/** The SDK version, and a digest of every module that a bundle may hold. */
export function currentStamp(): BundleStamp {
  const { version } = require('@temporalio/worker/package.json') as { version: string };
  const hash = createHash('sha256');
  for (const folder of ['workflows', 'config'])
    for (const name of readdirSync(join(__dirname, '..', folder)).toSorted())
      if (/\.[jt]s$/.test(name)) hash.update(name).update(readFileSync(join(__dirname, '..', folder, name)));
  return { sdk: version, workflows: hash.digest('hex') };
}

export const bundlePaths = { bundle: BUNDLE, stamp: STAMP } as const;
