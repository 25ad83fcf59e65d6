import type { Algorithms, ServerHostKeyAlgorithm } from 'ssh2';

/** AES-GCM first: the fastest with AES instructions, and authenticated. No SHA-1, CBC or group1 anywhere. */
const negotiated = {
  kex: [
    'curve25519-sha256',
    'curve25519-sha256@libssh.org',
    'ecdh-sha2-nistp256',
    'ecdh-sha2-nistp384',
    'ecdh-sha2-nistp521',
    'diffie-hellman-group-exchange-sha256',
    'diffie-hellman-group16-sha512',
    'diffie-hellman-group18-sha512',
    'diffie-hellman-group14-sha256',
  ],
  cipher: [
    'aes128-gcm@openssh.com',
    'aes256-gcm@openssh.com',
    'chacha20-poly1305@openssh.com',
    'aes128-ctr',
    'aes192-ctr',
    'aes256-ctr',
  ],
  hmac: ['hmac-sha2-256-etm@openssh.com', 'hmac-sha2-512-etm@openssh.com', 'hmac-sha2-256', 'hmac-sha2-512'],
  compress: ['none'],
} satisfies Algorithms;

const hostKeyAlgorithms: readonly { readonly algorithm: ServerHostKeyAlgorithm; readonly keyType: string }[] = [
  { algorithm: 'ssh-ed25519', keyType: 'ssh-ed25519' },
  { algorithm: 'ecdsa-sha2-nistp256', keyType: 'ecdsa-sha2-nistp256' },
  { algorithm: 'ecdsa-sha2-nistp384', keyType: 'ecdsa-sha2-nistp384' },
  { algorithm: 'ecdsa-sha2-nistp521', keyType: 'ecdsa-sha2-nistp521' },
  { algorithm: 'rsa-sha2-512', keyType: 'ssh-rsa' },
  { algorithm: 'rsa-sha2-256', keyType: 'ssh-rsa' },
];

/**
 * What to offer a server whose keys of these types are known: those types first, so that a server with several keys
 * shows the known one; the others still, so that a replaced key is seen and named instead of failing to negotiate.
 */
export function chooseAlgorithms(knownKeyTypes: readonly string[]): Algorithms {
  const isKnown = ({ keyType }: { keyType: string }) => knownKeyTypes.includes(keyType);
  const ordered = [...hostKeyAlgorithms.filter(isKnown), ...hostKeyAlgorithms.filter((entry) => !isKnown(entry))];
  return { ...negotiated, serverHostKey: ordered.map(({ algorithm }) => algorithm) };
}
