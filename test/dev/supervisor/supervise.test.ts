import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { superviseWorkers } from '../../../src/dev/supervisor/supervise';
import { useScratch } from '../scratch';

const { directory } = useScratch();

test('a worker that ends at once is started ever more slowly', async () => {
  const program = join(directory, 'broken.js');
  writeFileSync(program, 'process.exit(7);');
  const lines: string[] = [];
  const supervision = superviseWorkers({
    command: process.execPath,
    args: [program],
    count: 1,
    logDirectory: directory,
    onChange: () => undefined,
    log: (line) => lines.push(line),
  });
  while (lines.length < 3) await new Promise((resolve) => setTimeout(resolve, 20));
  await supervision.stop(1000);
  expect(lines.slice(0, 3)).toEqual(
    [200, 400, 800].map((ms) => `worker-1 ended (exit code 7); starting it again in ${ms} ms`),
  );
  await new Promise((resolve) => setTimeout(resolve, 1000));
  expect(lines.length).toBeLessThanOrEqual(4);
});

test('a program that is not there is reported and tried again', async () => {
  const lines: string[] = [];
  const supervision = superviseWorkers({
    command: '/no/such/program',
    args: [],
    count: 1,
    logDirectory: directory,
    onChange: () => undefined,
    log: (line) => lines.push(line),
  });
  while (lines.length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
  await supervision.stop(1000);
  expect(lines[0]).toBe('worker-1 ended (spawn /no/such/program ENOENT); starting it again in 200 ms');
});
