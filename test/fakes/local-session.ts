import { spawn } from 'node:child_process';
import { untilAborted, withinLimit } from '../../src/ssh/limit';
import { createMarks, describeOwnShell } from '../../src/ssh/loader';
import { runScript, type ShellExpectation } from '../../src/ssh/run-script';
import { sshError } from '../../src/ssh/errors';
import type { ExecOptions, ExecResult, Session } from '../../src/ssh/session';

const here = { node: 'local', host: 'localhost', port: 0 };

/**
 * A session that runs scripts with this machine's /bin/sh, as whoever runs the test, through the product's own loader.
 * Keeping to paths of the test is up to the caller. An aborted script is killed with what it started.
 */
export function createLocalSession(node = 'local'): Session {
  let roundTrips = 0;
  const session: Session = {
    node,
    get roundTrips() {
      return roundTrips;
    },
    run(script, options = {}) {
      roundTrips += 1;
      return runLocally(script, options);
    },
    async close() {},
  };
  return session;
}

async function runLocally(script: string, options: ExecOptions): Promise<ExecResult> {
  const timeoutError = () => sshError('timeout', here, `longer than ${options.timeoutMs} ms`, 'Look there.');
  return withinLimit({ signal: options.signal, timeoutMs: options.timeoutMs, timeoutError }, async (signal) => {
    const marks = createMarks();
    const [file, ...args] = describeOwnShell(marks);
    const child = spawn(file, args, { detached: true });
    try {
      return await untilAborted(signal, runScript(child, expectation(marks), script, options));
    } catch (error) {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
      throw error;
    }
  });
}

function expectation(marks: ShellExpectation['marks']): ShellExpectation {
  const fail = () => sshError('shell-unusable', here, 'no shell', 'Look there.');
  return { marks, readyTimeoutMs: 30_000, explainSilence: fail, explainWrongPassword: fail, explainExit: fail };
}
