import { parseArgs } from 'node:util';

export const USAGE = `npm run faults -- [--only W2|W2-install]... [--limit 5] [--minutes 20] [--list] [--record] [--fresh] [--keep] [--down]
  --only     cases of this fault, or this one case; may be given several times
  --limit    run no more than so many cases; those that have passed already do not count
  --minutes  begin no case after so many minutes
  --list     say which cases there are and how they stand, and run none
  --record   write how they stand into docs/reliability.md, and run none
  --fresh    run cases again that have passed already
  --keep     leave the machines of a case that fails as they are, and stop there
  --down     remove every machine; between cases they are kept, turned off, until all have passed`;

export interface Options {
  readonly only: readonly string[];
  readonly limit: number;
  readonly minutes: number;
  readonly list: boolean;
  readonly record: boolean;
  readonly fresh: boolean;
  readonly keep: boolean;
  readonly down: boolean;
}

/** Undefined when help is asked for, or a number is none. Throws for an option that there is not. */
export function readOptions(args: readonly string[]): Options | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string', multiple: true, default: [] },
      limit: { type: 'string', default: 'Infinity' },
      minutes: { type: 'string', default: 'Infinity' },
      list: { type: 'boolean', default: false },
      record: { type: 'boolean', default: false },
      fresh: { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
      down: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const [limit, minutes] = [Number(values.limit), Number(values.minutes)];
  return values.help || Number.isNaN(limit) || Number.isNaN(minutes) ? undefined : { ...values, limit, minutes };
}
