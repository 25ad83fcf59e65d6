import {
  createCertificateKey,
  createToken,
  formatEpoch,
  parseEpoch,
  tokenId,
} from '../../../src/remote/join-material/epoch';

test('tokens and certificate keys have the form that kubeadm takes, and never come twice', () => {
  const tokens = Array.from({ length: 50 }, createToken);
  for (const token of tokens) expect(token).toMatch(/^[a-z0-9]{6}\.[a-z0-9]{16}$/);
  expect(new Set(tokens).size).toBe(50);
  expect(createCertificateKey()).toMatch(/^[0-9a-f]{64}$/);
});

test('the id of a token is its public half', () => {
  expect(tokenId('abcdef.0123456789abcdef')).toBe('abcdef');
});

test('an epoch is read back from its file', () => {
  const epoch = {
    epoch: 3,
    token: createToken(),
    certificateKey: createCertificateKey(),
    tokenExpiresAtSeconds: 1_800_000_000,
    certificateKeyExpiresAtSeconds: 1_799_000_000,
  };
  expect(parseEpoch(formatEpoch(epoch))).toEqual(epoch);
});

test.each(['', '3 abcdef.0123456789abcdef', 'nonsense'])('a file that is not whole (%j) holds no epoch', (text) => {
  expect(parseEpoch(text)).toBeUndefined();
});
