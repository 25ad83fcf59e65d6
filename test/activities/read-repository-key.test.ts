import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { armorKey, readRepositoryKey } from '../../src/activities/read-repository-key';
import { DownloadServer } from '../fakes/download-server';

const directory = mkdtempSync(join(tmpdir(), 'slipway-key-'));
const server = new DownloadServer();
/** The head of a public key packet, and a user id. */
const binary = Buffer.concat([Buffer.from([0x99, 0x01, 0x0d, 0x04]), Buffer.from('123456789'.repeat(20))]);

beforeAll(() => server.start());
afterAll(async () => {
  await server.stop();
  rmSync(directory, { recursive: true });
});

describe('the key of a package repository', () => {
  it('is text whether it is served as text or as bytes', async () => {
    const armored = armorKey(binary) ?? '';
    const asBytes = await readRepositoryKey({ from: server.serve('/key.gpg', binary) });
    const asText = await readRepositoryKey({ from: server.serve('/key.asc', `Comment\n${armored}`) });
    expect(asBytes).toBe(armored);
    expect(asText).toBe(armored);
    expect(armored).toMatch(
      /^-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n(?:[A-Za-z0-9+/=]{1,64}\n)+=[A-Za-z0-9+/]{4}\n-----END/,
    );
  });

  it('ends with the checksum that OpenPGP asks for', () => {
    const lines = (armorKey(binary) ?? '').trim().split('\n');
    expect(Buffer.from((lines.at(-2) ?? '').slice(1), 'base64').toString('hex')).toBe(crc24([...binary]));
  });

  it('is read from a file of the worker', async () => {
    const file = join(directory, 'key.gpg');
    writeFileSync(file, binary);
    expect(await readRepositoryKey({ from: file })).toBe(armorKey(binary));
    await expect(readRepositoryKey({ from: `${file}.missing` })).rejects.toMatchObject({
      type: 'WorkerFileUnreadable',
    });
  });

  it('is refused when it is another than the cluster file says', async () => {
    const from = server.serve('/pinned', binary);
    const sha256 = createHash('sha256').update(binary).digest('hex');
    expect(await readRepositoryKey({ from, sha256 })).toBe(armorKey(binary));
    await expect(readRepositoryKey({ from, sha256: '0'.repeat(64) })).rejects.toMatchObject({
      type: 'ArtifactMismatch',
    });
  });

  it('is refused when it is no key, such as a page that says not found', async () => {
    const from = server.serve('/page', '<html>Not Found</html>');
    await expect(readRepositoryKey({ from })).rejects.toMatchObject({ type: 'DownloadFailed' });
  });
});

const hasGpg = existsSync('/usr/bin/gpg');
(hasGpg ? it : it.skip)('gpg reads what is made of a key that it exported as bytes', () => {
  const home = mkdtempSync(join(directory, 'gpg-'));
  const gpg = (args: readonly string[], input?: string) =>
    execFileSync('gpg', ['--homedir', home, '--batch', ...args], { input, stdio: ['pipe', 'pipe', 'ignore'] });
  gpg(['--passphrase', '', '--quick-gen-key', 'Packages <packages@example.com>', 'ed25519', 'sign', 'never']);
  const bytes = gpg(['--export']);
  expect(gpg(['--dearmor'], armorKey(bytes) ?? '').equals(bytes)).toBe(true);
  execFileSync('gpgconf', ['--homedir', home, '--kill', 'all'], { stdio: 'ignore' });
});

/** Bit by bit over the whole message, as the polynomial division is written on paper. */
function crc24(bytes: readonly number[]): string {
  const bits = [...bytes, 0, 0, 0].flatMap(toBits);
  const subtract = (from: readonly number[], at: number) => {
    for (const [index, bit] of from.entries()) bits[at + index] = (bits[at + index] ?? 0) ^ bit;
  };
  subtract([0xb7, 0x04, 0xce].flatMap(toBits), 0);
  for (let at = 0; at + 24 < bits.length; at += 1) {
    if (bits[at] === 1) subtract([1, ...[0x86, 0x4c, 0xfb].flatMap(toBits)], at);
  }
  return Number.parseInt(bits.slice(-24).join(''), 2).toString(16).padStart(6, '0');
}

function toBits(byte: number): number[] {
  return [7, 6, 5, 4, 3, 2, 1, 0].map((at) => (byte >> at) & 1);
}
