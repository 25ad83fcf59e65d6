import { RUNTIME_DIRECTORY } from '../places';

/** Join material of this node as an issuer, one file an epoch; on tmpfs, for root alone. */
export const ISSUED_DIRECTORY = `${RUNTIME_DIRECTORY}/join`;

/** Private half of the key pair that this node is sent material with; on tmpfs, for root alone. */
export const REQUEST_KEY_FILE = `${RUNTIME_DIRECTORY}/join-request.key`;

/** Says which epoch is current and which node holds it; nothing in it is secret. */
export const JOIN_CONFIG_MAP = 'slipway-join';

export const epochFile = (epoch: number) => `${ISSUED_DIRECTORY}/epoch-${epoch}`;
