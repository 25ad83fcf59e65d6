import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
/** An X25519 public key as SPKI DER. */
const PUBLIC_KEY_BYTES = 44;

/** A sealed box that does not open: another key, another purpose, or changed on the way. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken';

  constructor(cause: string) {
    super(`what was sealed cannot be opened: ${cause}`);
  }
}

export interface SealKeyPair {
  /** base64 of SPKI DER. Not secret. */
  readonly publicKey: string;
  /** PKCS #8 PEM. Secret. */
  readonly privateKey: string;
}

/** What a sealed kubeconfig is bound to besides the caller's key. */
export function kubeconfigPurpose(cluster: string): string {
  return `kubeconfig ${cluster}`;
}

/** A fresh X25519 key pair. */
export function createSealKeyPair(): SealKeyPair {
  const { privateKey } = generateKeyPairSync('x25519');
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { publicKey: publicKeyOf(pem), privateKey: pem };
}

/** base64 of SPKI DER. Throws for anything but a private X25519 key in PEM. */
export function publicKeyOf(privateKey: string): string {
  return exportPublic(createPublicKey(createPrivateKey(privateKey))).toString('base64');
}

/**
 * Seals `text` so that only the holder of the private half opens it, and only for the same `purpose`. X25519 with a
 * key of this call's own, HKDF-SHA-256, AES-256-GCM. base64. Throws SealBroken when the key is no X25519 public key.
 */
export function seal(text: string, publicKey: string, purpose: string): string {
  const recipient = importPublic(Buffer.from(publicKey, 'base64'));
  const ephemeral = generateKeyPairSync('x25519');
  const sender = exportPublic(ephemeral.publicKey);
  const key = deriveKey(ephemeral.privateKey, recipient, [sender, exportPublic(recipient)], purpose);
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(purpose));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([sender, iv, cipher.getAuthTag(), sealed]).toString('base64');
}

/** The text that `seal` was given. Throws SealBroken, which tells nothing of the content. */
export function openSealed(sealed: string, privateKey: string, purpose: string): string {
  const box = Buffer.from(sealed, 'base64');
  const ivAt = PUBLIC_KEY_BYTES;
  const tagAt = ivAt + IV_BYTES;
  const textAt = tagAt + TAG_BYTES;
  if (box.length < textAt) throw new SealBroken('it is cut short');
  const own = createPrivateKey(privateKey);
  const senderBytes = box.subarray(0, ivAt);
  const ownPublic = exportPublic(createPublicKey(own));
  const key = deriveKey(own, importPublic(senderBytes), [senderBytes, ownPublic], purpose);
  const decipher = createDecipheriv(CIPHER, key, box.subarray(ivAt, tagAt), { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(purpose));
  decipher.setAuthTag(box.subarray(tagAt, textAt));
  try {
    return Buffer.concat([decipher.update(box.subarray(textAt)), decipher.final()]).toString('utf8');
  } catch {
    throw new SealBroken('it was sealed to another key or for another purpose, or changed on the way');
  }
}

function deriveKey(own: KeyObject, other: KeyObject, publicKeys: readonly Buffer[], purpose: string): Buffer {
  const secret = diffieHellman({ privateKey: own, publicKey: other });
  const info = `slipway seal v1 ${purpose}`;
  return Buffer.from(hkdfSync('sha256', secret, Buffer.concat(publicKeys), info, KEY_BYTES));
}

function exportPublic(key: KeyObject): Buffer {
  return key.export({ type: 'spki', format: 'der' });
}

function importPublic(der: Buffer): KeyObject {
  try {
    const key = createPublicKey({ key: der, type: 'spki', format: 'der' });
    if (key.asymmetricKeyType === 'x25519') return key;
  } catch {
    // Not a key at all: said below.
  }
  throw new SealBroken('its key is no X25519 public key');
}
