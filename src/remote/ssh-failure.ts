import { SshError } from '../ssh/errors';

export { SshError, type SshErrorKind } from '../ssh/errors';

/** The connection died under a command, or could not carry it: what the node did meanwhile has to be looked at. */
export function isLostConnection(error: unknown): boolean {
  return error instanceof SshError && (error.kind === 'connection-lost' || error.kind === 'channel-refused');
}
