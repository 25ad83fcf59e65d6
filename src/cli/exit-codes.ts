/** What `slipway` ends with; scripts may rely on it. */
export const EXIT_CODES = {
  ok: 0,
  failed: 1,
  badInput: 2,
  changesPending: 3,
  waitsForPerson: 4,
  noService: 5,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES];

export const EXIT_CODE_MEANINGS: readonly (readonly [ExitCode, string])[] = [
  [EXIT_CODES.ok, 'done, or nothing to do'],
  [EXIT_CODES.failed, 'the run failed, was aborted or rejected, or the cluster is not healthy'],
  [EXIT_CODES.badInput, 'bad input: the command line or the cluster file; nothing was touched'],
  [EXIT_CODES.changesPending, 'plan, reset --plan-only: changes are pending'],
  [EXIT_CODES.waitsForPerson, 'the run waits for a person: a gate, a parked branch or a hold'],
  [EXIT_CODES.noService, 'no Temporal service, no worker, or no such run'],
  [EXIT_CODES.interrupted, 'watching was interrupted by Ctrl-C; the run goes on'],
];
