import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createMarks, describeOwnShell, describeRootShell, frameScript } from '../../src/ssh/loader';

const marks = createMarks();

function load(input: Buffer): { stdout: string; stderr: string; status: number | null } {
  const [file, ...args] = describeOwnShell(marks);
  return spawnSync(file, args, { input, encoding: 'utf8' });
}

describe('the loader', () => {
  test('runs exactly the script and leaves the rest of stdin to it', () => {
    const { stdout, stderr, status } = load(Buffer.concat([frameScript('cat; exit 3', marks), Buffer.from('rest\n')]));
    expect([stdout, stderr, status]).toEqual([`${marks.ready}\nrest\n`, `${marks.ready}\n`, 3]);
  });

  test('never runs a script that was cut short, wherever it was cut', () => {
    const frame = frameScript('echo ran; rm -rf /nowhere/at/all', marks);
    for (let length = 0; length < frame.length; length += 1) {
      const { stdout, stderr, status } = load(frame.subarray(0, length));
      expect([stdout, status]).toEqual([`${marks.ready}\n`, 126]);
      expect(stderr).toContain('arrived incomplete');
    }
  });

  test('keeps the exit code of the script’s last command, and of exit', () => {
    expect(load(frameScript('false', marks)).status).toBe(1);
    expect(load(frameScript('(exit 9)\n\n', marks)).status).toBe(9);
    expect(load(frameScript('if', marks)).status).toBe(2);
    expect(load(frameScript('', marks)).status).toBe(0);
  });

  test('passes on UTF-8 and quotes as they are', () => {
    expect(load(frameScript(`echo 'é "日本" $x' "it's"`, marks)).stdout).toContain(`é "日本" $x it's\n`);
  });

  test('gives a script none of the proxies that the machine has set for people', () => {
    const [file, ...args] = describeOwnShell(marks);
    const env = {
      PATH: process.env['PATH'],
      https_proxy: 'http://a:1',
      HTTPS_PROXY: 'http://a:1',
      ALL_PROXY: 'b',
      no_proxy: '*',
    };
    const { stdout } = spawnSync(file, args, { input: frameScript('env', marks), encoding: 'utf8', env });
    expect(stdout).toContain('LC_ALL=C');
    expect(stdout).not.toMatch(/proxy/i);
  });

  test.each(['lets go of its output', 'hangs up'])(
    'lets a script clean up behind it when whoever asked %s',
    async (how) => {
      const file = join(mkdtempSync(join(tmpdir(), 'loader-')), 'left');
      const [shell, ...args] = describeOwnShell(marks);
      const script = `trap 'rm -f ${file}' EXIT; echo >${file}; echo begun; while sleep 0.02; do echo more; done`;
      const running = spawn(shell, args, { stdio: ['pipe', 'pipe', 'ignore'] });
      const ended = once(running, 'exit');
      running.stdin.end(frameScript(script, marks));
      await new Promise<void>((resolve) => {
        running.stdout.on('data', (text: Buffer) => text.includes('begun') && resolve());
      });
      if (how === 'hangs up') running.kill('SIGHUP');
      else running.stdout.destroy();
      await ended;
      expect(existsSync(file)).toBe(false);
      rmSync(dirname(file), { recursive: true });
    },
  );

  test('refuses a script with NUL, which the shell would drop', () => {
    expect(() => frameScript('echo a\0b', marks)).toThrow('NUL');
  });

  test('has a command line that every login shell passes on: one pair of single quotes, nothing to expand', () => {
    for (const mode of ['none', 'passwordless', 'password'] as const) {
      const [before, quoted, after, ...more] = describeRootShell(mode, marks).split("'");
      expect(more).toEqual([]);
      expect(quoted).not.toMatch(/[\\!\n]/);
      expect(`${before}${after}`).toMatch(/^[\w /=-]+$/);
    }
  });

  test('marks are new for every command', () => {
    expect(createMarks().ready).not.toBe(createMarks().ready);
  });
});
