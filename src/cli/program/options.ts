import { type Command, InvalidArgumentError, Option } from 'commander';

/** `-o, --output text|json`, as every command that shows something has it. */
export function outputOption(): Option {
  return new Option('-o, --output <format>', 'what to print').choices(['text', 'json']).default('text');
}

/** A cluster file, as an argument or with `--file`. */
export function withFile(command: Command): Command {
  return command
    .argument('[file]', 'cluster file (default: cluster.yaml)')
    .option('-f, --file <file>', 'the same as the argument');
}

/** The file that was given, either way. */
export function fileOf(argument: string | undefined, { file }: { readonly file?: string }): { readonly file?: string } {
  const given = argument ?? file;
  return given === undefined ? {} : { file: given };
}

/** Adds the argument that names a cluster whose run is meant. */
export function withCluster(command: Command): Command {
  return command.argument('[cluster]', 'name of the cluster, or its file (default: ./cluster.yaml)');
}

/** Adds who answers, and why; both stay in the history of the run. */
export function withSignature(command: Command): Command {
  return command
    .option('--why <reason>', 'reason, kept in the history of the run')
    .option('--who <name>', 'who answers (default: user@host)');
}

/** Adds `--no-wait`. */
export function withWait(command: Command): Command {
  return command.option('--no-wait', 'end with exit code 4 as soon as the run waits for a person');
}

/** A TCP port. */
export function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new InvalidArgumentError('a port from 1 to 65535 is expected');
}

/** For an option that may be given several times. */
export function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}
