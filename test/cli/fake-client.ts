import type { SlipwayClient } from '../../src/client';
import type { Connected } from '../../src/cli/connect';
import type { CliContext } from '../../src/cli/context';

const refuse = (verb: string) => (): never => {
  throw new Error(`${verb} was not expected`);
};

/** A client that knows the given verbs alone. */
export function fakeClient(verbs: Partial<SlipwayClient>): SlipwayClient {
  return {
    install: refuse('install'),
    reset: refuse('reset'),
    planReset: refuse('planReset'),
    watch: refuse('watch'),
    status: refuse('status'),
    approve: refuse('approve'),
    reject: refuse('reject'),
    retry: refuse('retry'),
    skip: refuse('skip'),
    abort: refuse('abort'),
    hold: refuse('hold'),
    release: refuse('release'),
    plan: refuse('plan'),
    health: refuse('health'),
    kubeconfig: refuse('kubeconfig'),
    ensureSearchAttributes: refuse('ensureSearchAttributes'),
    webUiLink: refuse('webUiLink'),
    close: async () => undefined,
    ...verbs,
  };
}

/** Takes the place of both functions of src/cli/connect; what they were given is kept. */
export function fakeConnect(verbs: Partial<SlipwayClient>) {
  const asked: ('connect' | 'connectStarting')[] = [];
  const give =
    (name: 'connect' | 'connectStarting') =>
    <T>(_: CliContext, work: (connected: Connected) => Promise<T>): Promise<T> => {
      asked.push(name);
      const linkTo = (workflowId: string, runId?: string): string => `http://ui/${workflowId}/${runId ?? ''}`;
      return work({ client: fakeClient(verbs), linkTo });
    };
  return { connect: give('connect'), connectStarting: give('connectStarting'), asked };
}
