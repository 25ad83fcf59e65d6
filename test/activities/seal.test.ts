import { generateKeyPairSync } from 'node:crypto';
import { createSealKeyPair, openSealed, publicKeyOf, seal, SealBroken } from '../../src/activities/seal';

const text = 'abcdef.0123456789abcdef – ключ';

test('what is sealed to a key opens with its private half and nothing is readable before', () => {
  const { publicKey, privateKey } = createSealKeyPair();
  const sealed = seal(text, publicKey, 'join epoch 3');
  expect(openSealed(sealed, privateKey, 'join epoch 3')).toBe(text);
  expect(Buffer.from(sealed, 'base64').includes(Buffer.from('abcdef'))).toBe(false);
});

test('the same text never seals to the same bytes', () => {
  const { publicKey } = createSealKeyPair();
  expect(seal(text, publicKey, 'x')).not.toBe(seal(text, publicKey, 'x'));
});

test('the public half is found again from the private one', () => {
  const { publicKey, privateKey } = createSealKeyPair();
  expect(publicKeyOf(privateKey)).toBe(publicKey);
});

test('another key does not open it', () => {
  const sealed = seal(text, createSealKeyPair().publicKey, 'x');
  expect(() => openSealed(sealed, createSealKeyPair().privateKey, 'x')).toThrow(SealBroken);
});

test('it does not open for another purpose', () => {
  const { publicKey, privateKey } = createSealKeyPair();
  const sealed = seal(text, publicKey, 'kubeconfig');
  expect(() => openSealed(sealed, privateKey, 'join')).toThrow(SealBroken);
});

test('a flipped bit anywhere is noticed', () => {
  const { publicKey, privateKey } = createSealKeyPair();
  const box = Buffer.from(seal(text, publicKey, 'x'), 'base64');
  for (let at = 0; at < box.length; at += 1) {
    const bent = Buffer.from(box);
    bent.writeUInt8(bent.readUInt8(at) ^ 1, at);
    expect(() => openSealed(bent.toString('base64'), privateKey, 'x')).toThrow(SealBroken);
  }
});

test('a box that is cut short is refused', () => {
  const { publicKey, privateKey } = createSealKeyPair();
  const box = Buffer.from(seal(text, publicKey, 'x'), 'base64');
  expect(() => openSealed(box.subarray(0, 60).toString('base64'), privateKey, 'x')).toThrow('cut short');
});

test.each([
  ['no key at all', 'AAAA'],
  [
    'a key of another kind',
    generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
  ],
])('sealing to %s is refused', (_, publicKey) => {
  expect(() => seal(text, publicKey, 'x')).toThrow('no X25519 public key');
});
