import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { createLab, whyLabCannotRun } from '../../lab';
import { productDigest } from '../faults/record/product-digest';
import { shortCase } from '../faults/real/cases/short';
import { runCase } from '../faults/real/run-case';

/** A short run of the suite of faults on real machines; `npm run faults` runs all of it. */
const obstacle = whyLabCannotRun();
if (obstacle !== undefined) process.stdout.write(`\n!!! NO FAULT IS LAID: ${obstacle}\n\n`);
const inLab = obstacle === undefined ? test : test.skip;

// Replays of histories would tell of every worker that they make.
Runtime.install({ logger: new DefaultLogger('ERROR') });
const directory = mkdtempSync(join(tmpdir(), 'slipway-e2e-faults-'));
const { controlPlanes, workers } = shortCase;
const lab = createLab({ name: 'e2e-faults', controlPlanes, workers });

afterAll(async () => {
  if (obstacle === undefined) await lab.down();
  rmSync(directory, { recursive: true, force: true });
}, 120_000);

inLab(
  'a node that loses power in kubeadm init, with workers that die on the way, ends as a whole cluster',
  async () => {
    const verdict = await runCase(shortCase, { lab, directory, product: productDigest() });
    expect(verdict.violations).toEqual([]);
    expect(verdict.findings?.points).toHaveLength(6);
  },
  15 * 60_000,
);
