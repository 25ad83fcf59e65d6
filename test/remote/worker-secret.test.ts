import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readWorkerSecret } from '../../src/remote/worker-secret';

const directory = mkdtempSync(join(tmpdir(), 'slipway-secret-'));
afterAll(() => rmSync(directory, { recursive: true }));

const put = (name: string, text: string, mode: number) => {
  const file = join(directory, name);
  writeFileSync(file, text);
  chmodSync(file, mode);
  return file;
};
const read = (file: string) => readWorkerSecret('password of a registry', { file });

describe('a secret of the worker', () => {
  it('is the one line of its file', async () => {
    await expect(read(put('good', 's3cret\n', 0o600))).resolves.toBe('s3cret');
  });

  it('is not read from a file that others may read, and is in no message', async () => {
    const file = put('open', 's3cret\n', 0o644);
    await expect(read(file)).rejects.toThrow(
      `cannot read the password of a registry from file ${file}: its mode 644 lets other users read it. Run: chmod 600 ${file}`,
    );
  });

  it.each([
    ['is not there', 'absent', undefined, 'no such file'],
    ['is empty', 'empty', '', 'it is empty'],
    ['holds several lines', 'long', 'one\ntwo\n', 'it holds more than one line'],
  ])('is refused where the file %s', async (_, name, text, why) => {
    const file = text === undefined ? join(directory, name) : put(name, text, 0o600);
    await expect(read(file)).rejects.toThrow(why);
  });

  it('may stand in the environment', async () => {
    process.env['SLIPWAY_TEST_PASSWORD'] = 's3cret';
    await expect(readWorkerSecret('password', { env: 'SLIPWAY_TEST_PASSWORD' })).resolves.toBe('s3cret');
    delete process.env['SLIPWAY_TEST_PASSWORD'];
    await expect(readWorkerSecret('password', { env: 'SLIPWAY_TEST_PASSWORD' })).rejects.toThrow('it is not set');
  });
});
