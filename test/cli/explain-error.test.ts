import { CliError } from '../../src/cli/cli-error';
import { explainError } from '../../src/cli/explain-error';
import { createStyle } from '../../src/cli/output/style';
import {
  AnswerRefused,
  NoWorkerAnswers,
  RunFailed,
  RunNotFound,
  TemporalAway,
  TemporalUnreachable,
} from '../../src/client';

const explain = (error: unknown, debug = false) => explainError(error, createStyle(false), debug);

test.each([
  [new CliError(2, 'bad file'), 2],
  [new TemporalUnreachable('127.0.0.1:1', new Error('refused')), 5],
  [new TemporalAway(new Error('refused')), 5],
  [new NoWorkerAnswers('slipway', 'no worker polls'), 5],
  [new RunNotFound('lab'), 5],
  [new AnswerRefused('digest x is not that of the plan'), 2],
  [new RunFailed('Aborted', 'aborted by ann', [], undefined), 1],
  [new Error('unforeseen'), 1],
  ['thrown text', 1],
])('%s is exit code %d', (error, code) => {
  expect(explain(error).exitCode).toBe(code);
});

test('the thing, the cause and the next action are told, and no stack trace', () => {
  expect(explain(new CliError(5, 'no Temporal service', 'slipway dev start')).lines).toEqual([
    'no Temporal service',
    'Next: slipway dev start',
  ]);
});

test('an error that nobody foresaw says how to see more, and then shows it with its causes', () => {
  const error = new Error('unforeseen', { cause: new Error('socket closed') });
  expect(explain(error).lines).toEqual(['unforeseen', 'Run it again with --debug to see where this comes from.']);
  expect(explain(error, true).lines.join('\n')).toMatch(
    /at .*explain-error\.test[\s\S]*caused by Error: socket closed/,
  );
});

test('what preflight found is listed with the fixes', () => {
  const finding = {
    id: 'swap-on',
    node: 'cp-1',
    message: 'swap is on',
    fix: 'Turn it off.',
    verdict: { kind: 'yours-to-fix' as const },
  };
  expect(explain(new RunFailed('PreflightFailed', '1 finding', [finding], undefined)).lines).toEqual([
    '1 finding',
    'cp-1: swap is on [swap-on] → yours to fix',
    '  Turn it off.',
  ]);
});

test('a message from a node cannot steer the terminal', () => {
  expect(explain(new RunFailed('X', 'bad \u001b]0;title\u0007', [], undefined)).lines[0]).toBe('bad ]0;title');
});
