import { ContinueAsNew } from '@temporalio/workflow';
import type { CarriedRun } from './carried-run';
import type { Run } from './run';

/**
 * Does the work of an operation to its end, or to where a new execution is to go on with what this one carries; the run
 * says how it ended. Throws what `goOn` throws, or the failure of the work in the words of a person.
 */
export async function runOperation<T>(
  run: Run,
  work: () => Promise<T>,
  goOn: (carried: CarriedRun) => Promise<never>,
): Promise<T> {
  try {
    const result = await Promise.race([run.scope.run(work), run.outgrown().then(goOn)]);
    run.board.end('done');
    return result;
  } catch (error) {
    if (error instanceof ContinueAsNew) throw error;
    run.board.end('failed');
    throw run.explain(error);
  }
}
