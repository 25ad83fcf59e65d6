import { parseArgs } from 'node:util';
import type { LogFormat } from './logger';
import { runWorker } from './run-worker';

/** `main [--site NAME]... [--log-format json|pretty]`: one worker process. Exit code 1 when it cannot start. */
async function main(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      site: { type: 'string', multiple: true, default: ['default'] },
      'log-format': { type: 'string', default: 'json' },
    },
  });
  await runWorker({ sites: values.site, logFormat: readFormat(values['log-format']) });
}

function readFormat(text: string): LogFormat {
  if (text === 'json' || text === 'pretty') return text;
  throw new Error(`--log-format is ${text}; it must be json or pretty`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
