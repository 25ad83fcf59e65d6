import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { createMarks, describeOwnShell, frameScript } from '../../src/ssh/loader';
import { describeUpload } from '../../src/ssh/upload';

const content = randomBytes(10_000);
const marks = createMarks();
let directory: string;
let file: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'upload-'));
  file = join(directory, 'file');
  writeFileSync(file, 'old');
});
afterEach(() => rmSync(directory, { recursive: true }));

/** The script whole, and as much of what follows it as arrived. */
function upload(arrived: Buffer): number | null {
  const { uid, gid } = userInfo();
  const script = describeUpload(file, content, '0600', `${uid}:${gid}`);
  const [shell, ...args] = describeOwnShell(marks);
  return spawnSync(shell, args, { input: Buffer.concat([frameScript(script, marks), arrived]) }).status;
}

test('a file that arrived whole takes the place of the old one', () => {
  expect(upload(content)).toBe(0);
  expect(readFileSync(file).equals(content)).toBe(true);
});

test.each([0, 50, 99])('a transfer that was cut at %i %% leaves the old file, and nothing else', (percent) => {
  expect(upload(content.subarray(0, (content.length * percent) / 100))).toBe(1);
  expect(readFileSync(file, 'utf8')).toBe('old');
  expect(readdirSync(directory)).toEqual(['file']);
});
