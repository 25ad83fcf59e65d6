import type { TraceNames } from '../plan/traces';

/** What any of these leaves, each name once. */
export function mergeTraces(all: readonly TraceNames[]): Required<TraceNames> {
  const unique = (namesOf: (traces: TraceNames) => readonly string[] | undefined) => [
    ...new Set(all.flatMap((traces) => namesOf(traces) ?? [])),
  ];
  return {
    interfaces: unique(({ interfaces }) => interfaces),
    chains: unique(({ chains }) => chains),
    comments: unique(({ comments }) => comments),
    sets: unique(({ sets }) => sets),
    tables: unique(({ tables }) => tables),
    paths: unique(({ paths }) => paths),
  };
}
