import type { ExecOptions, ExecResult, Session } from '../../src/ssh/session';

/** What a fake node answers to a script that matches; an Error is thrown. The first rule that matches answers. */
export interface FakeRule {
  readonly when: string | RegExp | ((script: string) => boolean);
  readonly answer:
    | string
    | Partial<ExecResult>
    | Error
    | ((script: string, options: ExecOptions) => Partial<ExecResult>);
}

/** A session that answers from rules and remembers what it was asked. */
export interface FakeSession extends Session {
  readonly scripts: readonly string[];
}

/** A session that runs nothing. A string answer is the stdout of a success. A script without a rule is an error. */
export function createFakeSession(node: string, rules: readonly FakeRule[]): FakeSession {
  const scripts: string[] = [];
  return {
    node,
    scripts,
    get roundTrips() {
      return scripts.length;
    },
    async run(script, options = {}) {
      options.signal?.throwIfAborted();
      scripts.push(script);
      const rule = rules.find(({ when }) => matches(when, script));
      if (rule === undefined) throw new Error(`the fake node ${node} has no rule for this script:\n${script}`);
      const result = { exitCode: 0, stdout: '', stderr: '', ...answerOf(rule, script, options) };
      if (result.stdout !== '') options.onStdout?.(result.stdout);
      if (result.stderr !== '') options.onStderr?.(result.stderr);
      return result;
    },
    async close() {},
  };
}

function matches(when: FakeRule['when'], script: string): boolean {
  if (typeof when === 'string') return script.includes(when);
  return typeof when === 'function' ? when(script) : when.test(script);
}

function answerOf({ answer }: FakeRule, script: string, options: ExecOptions): Partial<ExecResult> {
  if (answer instanceof Error) throw answer;
  if (typeof answer === 'string') return { stdout: answer };
  return typeof answer === 'function' ? answer(script, options) : answer;
}
