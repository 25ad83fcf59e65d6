import { SshError } from '../ssh/errors';

export { SshError, type SshErrorKind } from '../ssh/errors';

/** The connection died under a command, or could not carry it: what the node did meanwhile has to be looked at. */
export function isLostConnection(error: unknown): boolean {
  return error instanceof SshError && (error.kind === 'connection-lost' || error.kind === 'channel-refused');
}

/** No connection came about, or it died: the same may succeed later, with nothing changed by a person. */
export function isOutOfReach(error: unknown): boolean {
  return error instanceof SshError && error.isRetryable;
}
