import { createHash } from 'node:crypto';
import { type ParsedKey, utils } from 'ssh2';
import { sshError } from './errors';
import { readPrivateFile, readSecret } from './secret';
import type { SshTarget } from './target';

/** Keys opened before, by the digest of file content and passphrase: deriving a key from a passphrase is slow by design. */
export type OpenedKeys = Map<string, ParsedKey>;

/** The target's private key, decrypted. Errors: 'key-unreadable', 'secret-unreadable'. */
export async function readPrivateKey(target: SshTarget, file: string, openedKeys: OpenedKeys): Promise<ParsedKey> {
  const fail = (reason: string, nextAction: string, underlying?: unknown) =>
    sshError('key-unreadable', target, `cannot use the private key ${file}: ${reason}`, nextAction, underlying);
  const content = await readPrivateFile(file, fail);
  const { passphraseRef } = target.auth;
  const passphrase = passphraseRef && (await readSecret(target, 'passphrase of the private key', passphraseRef));
  const digest = createHash('sha256')
    .update(content)
    .update(passphrase ?? '')
    .digest('hex');
  const opened = openedKeys.get(digest);
  if (opened !== undefined) return opened;
  const parsed: unknown = utils.parseKey(content, passphrase);
  const key: unknown = Array.isArray(parsed) ? parsed[0] : parsed;
  if (key instanceof Error) throw fail(...explainParseError(key, passphrase !== undefined), key);
  if (!(key as ParsedKey).isPrivateKey()) throw fail('it holds a public key', 'Name the file without .pub.');
  openedKeys.set(digest, key as ParsedKey);
  return key as ParsedKey;
}

function explainParseError(error: Error, hasPassphrase: boolean): [reason: string, nextAction: string] {
  if (/no passphrase/i.test(error.message)) {
    return ['it is encrypted and no passphrase is given', 'Name its passphrase (passphrase), or use the agent.'];
  }
  if (hasPassphrase && /decrypt|integrity|passphrase|malformed/i.test(error.message)) {
    return ['the passphrase does not open it', 'Correct the passphrase that the config refers to.'];
  }
  return [error.message, 'Make it an OpenSSH or PEM private key: ssh-keygen -t ed25519.'];
}
