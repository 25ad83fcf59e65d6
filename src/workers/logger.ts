import { DefaultLogger, type LogEntry, type Logger } from '@temporalio/worker';
import { redact } from '../remote/redact';

export type LogFormat = 'json' | 'pretty';

/** Log lines on stderr, redacted: JSON for machines, one line of text for people. */
export function createLogger(format: LogFormat, write = (line: string) => process.stderr.write(line)): Logger {
  const render = format === 'json' ? renderJson : renderPretty;
  return new DefaultLogger('INFO', (entry) => void write(`${redact(render(entry))}\n`));
}

function renderJson({ level, message, timestampNanos, meta }: LogEntry): string {
  return JSON.stringify({ time: isoTime(timestampNanos), level, message, ...plain(meta) });
}

function renderPretty({ level, message, timestampNanos, meta }: LogEntry): string {
  const { workflowId, activityType, error, ...rest } = plain(meta);
  const about = [workflowId, activityType].filter((part) => typeof part === 'string').join(' ');
  const tail = error === undefined ? '' : ` ${JSON.stringify(error)}`;
  const own = Object.entries(rest).filter(([key]) => !SDK_KEYS.has(key));
  const fields = own.map(([key, value]) => ` ${key}=${JSON.stringify(value)}`).join('');
  return `${isoTime(timestampNanos)} ${level} ${about === '' ? '' : `${about}: `}${message}${fields}${tail}`;
}

/** What the SDK adds to every entry and a person does not read. */
const SDK_KEYS: ReadonlySet<string> = new Set([
  'sdkComponent',
  'namespace',
  'taskQueue',
  'runId',
  'workflowType',
  'activityId',
  'taskToken',
  'isLocal',
  'attempt',
  'workerId',
  'buildId',
]);

function plain(meta: LogEntry['meta']): Record<string, unknown> {
  const entries = Object.entries(meta ?? {}).map(([key, value]) => [key, isError(value) ? describe(value) : value]);
  return Object.fromEntries(entries) as Record<string, unknown>;
}

function isError(value: unknown): value is Error {
  return value instanceof Error;
}

function describe({ name, message, stack }: Error): Record<string, unknown> {
  return { name, message, stack };
}

function isoTime(nanoseconds: bigint): string {
  return new Date(Number(nanoseconds / 1_000_000n)).toISOString();
}
