import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { storeArtifact, artifactFile } from '../artifacts/cache';
import { run } from '../command';
import { cacheDirectory } from '../paths';

/** What the lab's packages are signed by. */
export const SIGNER = 'Slipway lab packages';

/** On the mirror; public. */
export const PUBLIC_KEY_PATH = 'lab/packages/key.asc';

const keyring = () => join(cacheDirectory(), 'signing');

/** For gpg and what calls it: the keyring of the lab, and no agent's questions. */
export function signingEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, GNUPGHOME: keyring() };
}

/** The lab's signing key is there, with its public half on the mirror. Returns the file of that half. */
export async function ensureSigningKey(): Promise<string> {
  const env = signingEnvironment();
  if (!existsSync(join(keyring(), 'made'))) {
    await mkdir(keyring(), { recursive: true, mode: 0o700 });
    const quick = ['gpg', '--batch', '--passphrase', '', '--quick-gen-key', SIGNER, 'rsa3072', 'sign', 'never'];
    await run(quick, { env });
    await writeFile(join(keyring(), 'made'), '');
  }
  const publicKey = await run(['gpg', '--batch', '--armor', '--export', SIGNER], { env });
  await storeArtifact(PUBLIC_KEY_PATH, (file) => writeFile(file, publicKey));
  return artifactFile(PUBLIC_KEY_PATH);
}
