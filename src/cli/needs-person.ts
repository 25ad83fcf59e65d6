import type { RunStatus } from '../client';

/** Whether something waits until a person answers. */
export function needsPerson({ gates, parked, hold }: RunStatus): boolean {
  return gates.length > 0 || parked.length > 0 || hold !== undefined;
}
