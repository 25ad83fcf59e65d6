import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import type { ActivityDependencies } from '../../src/activities/activity-frame';
import type { Session } from '../../src/ssh/session';

/** Runs one activity as a worker would, on nodes whose sessions the test gives; any other node cannot be reached. */
export function runActivityOn<Input, Result>(
  nodes: Readonly<Record<string, Session>>,
  make: (dependencies: ActivityDependencies) => (input: Input) => Promise<Result>,
  input: Input,
): Promise<Result> {
  const get = async ({ node }: { readonly node: string }): Promise<Session> => {
    const session = nodes[node];
    if (session === undefined) throw new Error(`${node} was not expected to be asked`);
    return session;
  };
  const environment = new MockActivityEnvironment({}, { logger: new DefaultLogger('ERROR', () => {}) });
  return environment.run(make({ sessions: { get, closeAll: async () => {} } }), input);
}
