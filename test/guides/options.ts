import { parseArgs } from 'node:util';

export const USAGE = `npm run guides -- [--only 004]... [--limit 1] [--list] [--record] [--fresh] [--keep]
  --only     cases of this guide, or this one case; may be given several times
  --limit    run no more than so many cases; those that have passed already do not count
  --list     say which cases there are and how they stand, and run none
  --record   write how they stand into docs/guides.md, and run none
  --fresh    run cases again that have passed already
  --keep     leave the machines of a case as they are, and stop there`;

export interface Options {
  readonly only: readonly string[];
  readonly limit: number;
  readonly list: boolean;
  readonly record: boolean;
  readonly fresh: boolean;
  readonly keep: boolean;
}

/** Undefined when help is asked for, or a number is none. Throws for an option that there is not. */
export function readOptions(args: readonly string[]): Options | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string', multiple: true, default: [] },
      limit: { type: 'string', default: 'Infinity' },
      list: { type: 'boolean', default: false },
      record: { type: 'boolean', default: false },
      fresh: { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const limit = Number(values.limit);
  return values.help || Number.isNaN(limit) ? undefined : { ...values, limit };
}
