import { randomBytes, randomInt } from 'node:crypto';

/** One epoch of join material as its holder keeps it. Secret. */
export interface Epoch {
  readonly epoch: number;
  readonly token: string;
  readonly certificateKey: string;
  /** Unix time. */
  readonly tokenExpiresAtSeconds: number;
  readonly certificateKeyExpiresAtSeconds: number;
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** `[a-z0-9]{6}.[a-z0-9]{16}` */
export function createToken(): string {
  const characters = (count: number) => Array.from({ length: count }, () => ALPHABET[randomInt(36)]).join('');
  return `${characters(6)}.${characters(16)}`;
}

/** An AES-256 key as kubeadm takes it: 64 hexadecimal digits. */
export function createCertificateKey(): string {
  return randomBytes(32).toString('hex');
}

/** The public half of a token. */
export function tokenId(token: string): string {
  return token.slice(0, 6);
}

/** The lines that an epoch's file holds. */
export function formatEpoch(epoch: Epoch): string {
  return `${epoch.epoch} ${epoch.token} ${epoch.certificateKey} ${epoch.tokenExpiresAtSeconds} ${epoch.certificateKeyExpiresAtSeconds}\n`;
}

/** Undefined for anything but a whole file of an epoch. */
export function parseEpoch(text: string): Epoch | undefined {
  const match = /^(\d+) ([a-z0-9]{6}\.[a-z0-9]{16}) ([0-9a-f]{64}) (\d+) (\d+)$/.exec(text.trim());
  const [, epoch, token, certificateKey, tokenExpires, keyExpires] = match ?? [];
  if (token === undefined || certificateKey === undefined) return undefined;
  return {
    epoch: Number(epoch),
    token,
    certificateKey,
    tokenExpiresAtSeconds: Number(tokenExpires),
    certificateKeyExpiresAtSeconds: Number(keyExpires),
  };
}
