import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

export type KeyType = 'ed25519' | 'ecdsa' | 'rsa';

export interface KeyPair {
  readonly privateKeyFile: string;
  /** 'ssh-ed25519 AAAA…', without a comment. */
  readonly publicKey: string;
  /** 'SHA256:…' as ssh-keygen says. */
  readonly fingerprint: string;
}

/** A new key pair by ssh-keygen; replaces an older one of the same name. */
export function createKeyPair(
  directory: string,
  name: string,
  { type = 'ed25519', passphrase = '' }: { type?: KeyType; passphrase?: string } = {},
): KeyPair {
  const privateKeyFile = join(directory, name);
  rmSync(privateKeyFile, { force: true });
  execFileSync('ssh-keygen', ['-q', '-t', type, '-N', passphrase, '-C', '', '-f', privateKeyFile]);
  const listing = execFileSync('ssh-keygen', ['-lf', `${privateKeyFile}.pub`], { encoding: 'utf8' });
  return {
    privateKeyFile,
    publicKey: readFileSync(`${privateKeyFile}.pub`, 'utf8').trim(),
    fingerprint: String(listing.split(' ')[1]),
  };
}
