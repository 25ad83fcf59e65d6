import type { RuntimeTrace, Trace, TraceNames } from '../plan/traces';
import { sh, shLines, type ShellText } from '../ssh/shell';
import { fileTraces } from './traces/files';
import { networkTraces } from './traces/network';
import { containerTraces } from './traces/containers';
import { processTraces } from './traces/processes';

/** What is looked for on one machine. */
export interface TraceRequest extends TraceNames {
  /** Subnets of pods, whose routes are traces. */
  readonly podSubnets: readonly string[];
  readonly runtimes: readonly RuntimeTrace[];
}

/**
 * Each kind has `list_KIND`, which tells what is there, and `clear_KIND`, which removes just that and may be cut off and
 * run again. In this order nothing starts again what was ended before it, and nothing goes that a later one is told by.
 */
const KINDS: readonly ShellText[] = [
  sh`kubeconfigs`,
  sh`kubelet`,
  sh`etcd`,
  sh`containers`,
  sh`slices`,
  sh`namespaces`,
  sh`mounts`,
  sh`paths`,
  sh`virtual_servers`,
  sh`interfaces`,
  sh`routes`,
  sh`tables`,
  sh`chains`,
  // A set that a rule looks into cannot go.
  sh`sets`,
];

/**
 * Defines `list_traces`, a line each: what, the detail, `passing` or nothing, with tabs between; and `clear_traces`. Of
 * these kinds alone, where they are given; `mountOwner` is whose mounts are traces beside those of pod networks.
 */
export function traceLibrary(
  request: TraceRequest,
  kinds: readonly ShellText[] = KINDS,
  mountOwner = '/var/lib/kubelet',
): ShellText {
  const { interfaces, chains, comments = [], sets = [], tables, paths, podSubnets, runtimes } = request;
  return shLines([
    sh`
trace_interfaces=${interfaces.join('\n')}
trace_chains=${chains.join(' ')}
trace_comments=${comments.join(' ')}
trace_sets=${sets.join(' ')}
trace_tables=${tables.join('\n')}
trace_paths=${paths.join('\n')}
trace_mounts=${mountOwner}
trace_subnets=${podSubnets.join(' ')}
trace_runtimes=${runtimes.map(({ client, unit, socket }) => [client, unit, socket].join(' ')).join('\n')}
trace() { printf '%s\\t%s\\t%s\\n' "$1" "\${2:-}" "\${3:-}"; }

# limited COMMAND...: for what may hang on a sick node
limited() { timeout -k 1 5 "$@" </dev/null 2>/dev/null; }`,
    processTraces,
    containerTraces,
    fileTraces,
    networkTraces,
    sh`list_traces() {`,
    ...kinds.map((kind) => `  list_${kind}` as ShellText),
    sh`  :
}
clear_traces() {`,
    ...kinds.map((kind) => `  [ -z "$(list_${kind})" ] || clear_${kind}` as ShellText),
    sh`  :
}`,
  ]);
}

/** The lines of `list_traces` as values. */
export function readTraces(text: string): Trace[] {
  return text.split('\n').flatMap((line) => {
    const [what = '', detail, passing] = line.split('\t');
    if (what === '') return [];
    return [{ what, ...(detail && { detail }), ...(passing === 'passing' && { passing: true as const }) }];
  });
}
