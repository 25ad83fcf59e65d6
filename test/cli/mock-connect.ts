import type { SlipwayClient } from '../../src/client';
import { fakeConnect } from './fake-client';

let current = fakeConnect({});

/** Lets every command under test get a client that knows these verbs alone; what was asked for is returned. */
export function useClient(verbs: Partial<SlipwayClient>): { readonly asked: readonly string[] } {
  current = fakeConnect(verbs);
  return current;
}

/** For `jest.mock('…/src/cli/connect', …)`. */
export const connectModule = {
  connect: (...given: Parameters<typeof current.connect>) => current.connect(...given),
  connectStarting: (...given: Parameters<typeof current.connectStarting>) => current.connectStarting(...given),
};
