import { dirname } from 'node:path';
import { identifyProcess } from '../process-identity';
import { removeStateFile, writeStateFile } from '../state-file';
import { superviseWorkers } from './supervise';
import type { SupervisedWorker, SupervisorState } from './state';

/** A worker that holds a running command needs time to hand it over. */
const WORKER_GRACE_MS = 20_000;

/** Arguments: state file, fingerprint, count, command, its arguments. Runs until SIGTERM or SIGINT. */
function main([stateFile = '', fingerprint = '', count = '', command = '', ...args]: readonly string[]): void {
  const self = identifyProcess(process.pid);
  if (self === undefined) throw new Error('the supervisor cannot read its own start time');
  const save = (workers: readonly SupervisedWorker[]): void =>
    writeStateFile(stateFile, { process: self, fingerprint, workers } satisfies SupervisorState);
  const supervision = superviseWorkers({
    command,
    args,
    count: Number(count),
    logDirectory: dirname(stateFile),
    onChange: save,
    log: (line) => process.stderr.write(`${new Date().toISOString()} ${line}\n`),
  });
  const stop = (): void => {
    void supervision.stop(WORKER_GRACE_MS).then(() => {
      removeStateFile(stateFile);
      process.exit(0);
    });
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

main(process.argv.slice(2));
