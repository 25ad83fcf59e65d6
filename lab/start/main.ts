import { parseArgs } from 'node:util';
import { lineProgress } from '../progress';
import { start } from './start';
import { StartError } from './start-error';

const write = (line: string): void => void process.stdout.write(`${line}\n`);

const { values } = parseArgs({
  options: {
    name: { type: 'string', default: 'default' },
    'control-planes': { type: 'string' },
    workers: { type: 'string' },
  },
});
const controlPlanes = values['control-planes'];
const { workers } = values;

start({
  lab: values.name,
  progress: lineProgress(write),
  write,
  ...(controlPlanes === undefined ? {} : { controlPlanes: Number(controlPlanes) }),
  ...(workers === undefined ? {} : { workers: Number(workers) }),
}).catch((error: unknown) => {
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof StartError ? error.exitCode : 1;
});
