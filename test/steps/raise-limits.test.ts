import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { raiseLimits } from '../../src/steps/raise-limits';
import type { StepInput } from '../../src/steps/step-input';
import { haCluster } from '../fakes/clusters';

const allowed = Number(readFileSync('/proc/sys/fs/nr_open', 'utf8'));

function resourcesOf(openFiles?: number) {
  return raiseLimits({ cluster: haCluster({ os: { openFiles } }) } as unknown as StepInput)?.resources;
}

/** What the check before the file says on this machine. */
function check(openFiles: number): string {
  const [before] = resourcesOf(openFiles) ?? [];
  if (before?.kind !== 'command') throw new Error('nothing is checked before the file is written');
  const said = execFileSync('/bin/sh', { input: `(${before.check}\n)\necho "exit $?"`, encoding: 'utf8' });
  return said.trim().split('\n').join(' / ');
}

test('a limit that the kernel allows is written', () => {
  expect(check(allowed)).toBe('exit 0');
  expect(resourcesOf(allowed)?.[1]).toMatchObject({
    kind: 'file',
    content: expect.stringContaining(`nofile ${allowed}`),
  });
});

test('a limit that no login could be given is not written, since it would fail every login', () => {
  expect(check(allowed + 1)).toBe(
    `fs.nr_open is ${allowed} here: set spec.os.openFiles to no more than that, or fs.nr_open to ${allowed + 1} in spec.os.sysctls.values / exit 1`,
  );
});

test('a file that leaves the limit as it is has no such step', () => {
  expect(resourcesOf()).toBeUndefined();
});
