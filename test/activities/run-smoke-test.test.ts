import type { ControlPlaneAccess } from '../../src/activities/control-plane-access';
import { runSmokeTest } from '../../src/activities/run-smoke-test';
import type { Writer } from '../../src/remote/guard';
import { haCluster } from '../fakes/clusters';

const writer = { fence: { epoch: 7 } } as unknown as Writer;

/** Runs a smoke test whose objects the API server refuses; returns the namespace they were to be made in. */
async function attemptInVain(): Promise<string> {
  let applied = '';
  const commands: string[] = [];
  const run = (args: readonly string[], { stdin = '' }: { stdin?: string } = {}) => {
    commands.push(args.join(' '));
    if (args[0] !== 'apply') return Promise.resolve('');
    applied = stdin;
    return Promise.reject(new Error('refused'));
  };
  const access = { kubectl: { run }, report: () => undefined } as unknown as ControlPlaneAccess;
  await expect(runSmokeTest(access, haCluster(), writer)).rejects.toThrow('refused');
  expect(commands.at(-1)).toContain('delete namespace -l slipway.dev/smoke-test');
  return /slipway-smoke-test-7-[a-z0-9]+/.exec(applied)?.[0] ?? '';
}

test('an attempt makes nothing in the namespace of the one before, which may still be being deleted', async () => {
  const [first, second] = [await attemptInVain(), await attemptInVain()];
  expect(first).not.toBe('');
  expect(second).not.toBe(first);
});
