import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildTemporalCli } from '../../../src/dev/temporal-cli/build';
import { useScratch } from '../scratch';

const { directory } = useScratch();
const bin = join(directory, 'bin');
const target = join(bin, 'temporal-x');
const originalPath = process.env['PATH'] ?? '';

/** A `go` of this test's own, first on PATH. */
function useGo(script: string): void {
  const go = join(directory, 'go');
  writeFileSync(go, `#!/bin/sh\n${script}\n`);
  chmodSync(go, 0o755);
  process.env['PATH'] = `${directory}:${originalPath}`;
}

beforeAll(() => mkdirSync(bin));
afterEach(() => {
  process.env['PATH'] = originalPath;
  expect(readdirSync(bin).filter((name) => name !== 'temporal-x')).toEqual([]);
});

test('a failing build is a reason with the end of what Go said', async () => {
  useGo('echo "module not served" >&2; exit 1');
  expect(await buildTemporalCli(target, () => undefined)).toMatch(/go install .*@v1\.5\.1 failed: module not served/);
  expect(existsSync(target)).toBe(false);
});

test('a machine without Go is a reason', async () => {
  process.env['PATH'] = join(directory, 'empty');
  expect(await buildTemporalCli(target, () => undefined)).toContain('Go cannot be run');
});

test('a static binary of the pinned version is built and put in place', async () => {
  useGo('echo "$CGO_ENABLED $*" > "$GOBIN/temporal"; echo example.org/package >&2');
  const reports: string[] = [];
  expect(await buildTemporalCli(target, (line) => reports.push(line))).toBeUndefined();
  expect(readFileSync(target, 'utf8')).toBe(
    '0 install -v -trimpath -ldflags=-s -w github.com/temporalio/cli/cmd/temporal@v1.5.1\n',
  );
  expect(reports[0]).toContain('building the Temporal CLI 1.5.1 with Go: 0 s');
});
