import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildProduct } from '../../fakes/built-product';
import { type Ended, runCommand } from './command';

/** What `slipway dev status --output json` tells. */
export interface LocalState {
  readonly service?: { readonly address: string; readonly namespace: string };
  readonly workers: readonly { readonly name: string; readonly pid?: number; readonly restarts: number }[];
}

/** The product as a user has it: its command line, a dev server and two worker processes, with a state of its own. */
export interface Product {
  /** Holds databases, logs and whatever else the product keeps; and what its commands printed. */
  readonly stateDirectory: string;
  run(...args: readonly string[]): Promise<Ended>;
  /** Throws what was said unless it ends with 0. */
  succeed(...args: readonly string[]): Promise<Ended>;
  localState(): Promise<LocalState>;
  stop(): Promise<void>;
}

/** Starts dev server and workers; `stop` ends them, also when starting failed half way. */
export function createProduct(scratch: string): Product {
  const main = join(buildProduct(), 'src', 'cli', 'main.js');
  const stateDirectory = join(scratch, 'state');
  mkdirSync(stateDirectory, { recursive: true, mode: 0o700 });
  const others = Object.entries(process.env).filter(([name]) => !name.startsWith('TEMPORAL_'));
  const own = {
    XDG_STATE_HOME: stateDirectory,
    TEMPORAL_CONFIG_FILE: join(stateDirectory, 'no-profiles.toml'),
    NO_COLOR: '1',
  };
  const env = { ...Object.fromEntries(others), ...own };
  const run = async (...args: readonly string[]): Promise<Ended> => {
    const ended = await runCommand(process.execPath, [main, ...args], { env });
    appendFileSync(
      join(stateDirectory, 'printed.log'),
      `$ slipway ${args.join(' ')}\n${ended.stdout}${ended.stderr}\n`,
    );
    return ended;
  };
  return {
    stateDirectory,
    run,
    succeed: async (...args) => {
      const ended = await run(...args);
      if (ended.exitCode === 0) return ended;
      throw new Error(
        `slipway ${args.join(' ')}: exit code ${ended.exitCode}\n${ended.stdout.slice(-4000)}${ended.stderr}`,
      );
    },
    localState: async () => JSON.parse((await run('dev', 'status', '--output', 'json')).stdout) as LocalState,
    stop: async () => void (await run('dev', 'stop')),
  };
}
