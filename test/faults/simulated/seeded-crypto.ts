import type * as Crypto from 'node:crypto';
import { Random } from './model/random';

// To be imported before anything else that draws keys, tokens or ids: in a simulation they follow from the seed, too.

const actual = jest.requireActual<typeof Crypto>('node:crypto');
/** An X25519 private key as PKCS #8, up to its 32 bytes. */
const KEY_HEAD = Buffer.from('302e020100300506032b656e04220420', 'hex');

let random: Random | undefined;
/** Keys that were parsed: the same few are, over and over, and nothing else here costs as much. */
const parsed = new Map<string, Crypto.KeyObject>();

/** From here on whatever is drawn follows from the seed. */
export function seedCrypto(seed: number): void {
  random = new Random(seed, 'crypto');
  parsed.clear();
}

function parsePrivateKey(key: Parameters<typeof Crypto.createPrivateKey>[0]): Crypto.KeyObject {
  if (typeof key !== 'string') return actual.createPrivateKey(key);
  const known = parsed.get(key) ?? actual.createPrivateKey(key);
  parsed.set(key, known);
  return known;
}

function drawBytes(count: number): Buffer {
  const source = random;
  if (source === undefined) return actual.randomBytes(count);
  return Buffer.from(Array.from({ length: count }, () => source.integer(0, 255)));
}

function drawKeyPair(type: string): object {
  if (type !== 'x25519') throw new Error(`no keys of type ${type} are drawn from a seed`);
  const key = Buffer.concat([KEY_HEAD, drawBytes(32)]);
  const privateKey = actual.createPrivateKey({ key, format: 'der', type: 'pkcs8' });
  return { privateKey, publicKey: actual.createPublicKey(privateKey) };
}

function drawUuid(): string {
  return drawBytes(16)
    .toString('hex')
    .replace(/^(.{8})(.{4}).(.{3})(.{4})(.{12}).*$/, '$1-$2-4$3-$4-$5');
}

jest.doMock('node:crypto', () => ({
  ...actual,
  randomBytes: drawBytes,
  randomUUID: drawUuid,
  randomInt: (limit: number) => random?.integer(0, limit - 1) ?? actual.randomInt(limit),
  generateKeyPairSync: drawKeyPair,
  createPrivateKey: parsePrivateKey,
}));
