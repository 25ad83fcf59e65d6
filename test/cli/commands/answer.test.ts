import { hostname, userInfo } from 'node:os';
import { answerBranch, answerGate, answerRun } from '../../../src/cli/commands/answer';
import { fakeContext } from '../fake-context';
import type * as mock from '../mock-connect';
import { useClient } from '../mock-connect';
import { AT_GATE, HELD, JOINING } from '../output/fixtures';

jest.mock('../../../src/cli/connect', () => jest.requireActual<typeof mock>('../mock-connect').connectModule);

const me = `${userInfo().username}@${hostname()}`;
const done = { ...AT_GATE, gates: [], health: 'working' as const };

test.each(['approve', 'reject'] as const)('%s gives the digest that the person saw, who and why', async (verb) => {
  const answers: unknown[] = [];
  useClient({ [verb]: async (...given: unknown[]) => (answers.push(given), done) });
  const { context, lines } = fakeContext();
  expect(await answerGate(context, verb, 'lab', { digest: 'abc', why: 'planned' })).toBe(0);
  expect(answers).toEqual([['lab', { digest: 'abc', who: me, why: 'planned' }]]);
  expect(lines()).toEqual(['lab: taken']);
});

test.each(['retry', 'skip'] as const)('%s names the node, and shows what the run still asks', async (verb) => {
  const answers: unknown[] = [];
  useClient({ [verb]: async (...given: unknown[]) => (answers.push(given), JOINING) });
  const { context, lines } = fakeContext();
  expect(await answerBranch(context, verb, 'lab', 'worker-2', { who: 'ann' })).toBe(0);
  expect(answers).toEqual([['lab', { node: 'worker-2', who: 'ann' }]]);
  expect(lines().slice(0, 2)).toEqual([
    'lab: taken',
    'worker-1 is parked in join: worker-1 cannot reach 10.0.0.100:8443',
  ]);
});

test.each(['abort', 'hold', 'release'] as const)('%s says who gives it, and why', async (verb) => {
  const answers: unknown[] = [];
  useClient({ [verb]: async (...given: unknown[]) => (answers.push(given), done) });
  expect(await answerRun(fakeContext().context, verb, 'lab', { why: 'lunch' })).toBe(0);
  expect(answers).toEqual([['lab', { who: me, why: 'lunch' }]]);
});

test('a run that is held says how to release it', async () => {
  useClient({ hold: async () => HELD });
  const { context, lines } = fakeContext();
  await answerRun(context, 'hold', 'lab', {});
  expect(lines()[1]).toBe('Held by ann (lunch): nothing new begins. slipway release lab');
  expect(lines()[2]).toMatch(/^ {2}since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d, no deadline$/);
});
