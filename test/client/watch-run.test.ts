import { type Client, ServiceError, WorkflowNotFoundError } from '@temporalio/client';
import { type WatchEvent } from '../../src/client';
import { watchRun } from '../../src/client/watch-run';

/** What a call to a service that is down throws. */
function refused(): Error {
  const cause = Object.assign(new Error('14 UNAVAILABLE: connect ECONNREFUSED'), {
    code: 14,
    details: 'connect ECONNREFUSED',
    metadata: {},
  });
  return new ServiceError('Failed to query Workflow', { cause });
}

/** A client of which each call takes the next of the answers, and the last one again. */
function fakeClient(answers: {
  readonly query: readonly (() => unknown)[];
  readonly result: readonly (() => unknown)[];
}) {
  const turn = (each: readonly (() => unknown)[]) => {
    let index = 0;
    return async () => each[Math.min(index++, each.length - 1)]?.();
  };
  const handle = { query: turn(answers.query), result: turn(answers.result) };
  return {
    workflow: { getHandle: () => handle },
    withDeadline: (_deadline: number, call: () => unknown) => call(),
  } as unknown as Client;
}

const refuse = () => {
  throw refused();
};

test('a watcher is told that Temporal is away, and goes on when it is back', async () => {
  let end: (result: unknown) => void = () => undefined;
  const ended = new Promise<unknown>((resolve) => (end = resolve));
  const client = fakeClient({
    query: [() => ({ health: 'running' }), refuse, refuse, () => ({ health: 'done' })],
    result: [refuse, refuse, () => ended],
  });
  const events: WatchEvent[] = [];
  const watched = watchRun(client, 'lab', {
    pollEveryMs: 5,
    onChange: (event) => {
      events.push(event);
      if (event.kind === 'status' && events.length === 3) end({ outcome: 'installed' });
    },
  });
  expect(await watched).toEqual({ outcome: 'installed' });
  expect(events.map((event) => (event.kind === 'status' ? event.status.health : event.message))).toEqual([
    'running',
    expect.stringContaining('Temporal does not answer: 14 UNAVAILABLE') as string,
    'done',
  ]);
});

test('anything else that a look or the result meets ends the watch', async () => {
  const gone = () => {
    throw new WorkflowNotFoundError('no such run', 'slipway/lab', undefined);
  };
  const client = fakeClient({ query: [gone], result: [gone] });
  await expect(watchRun(client, 'lab', { onChange: () => undefined })).rejects.toThrow(
    'no run of cluster lab is known',
  );
});
