import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CliContext } from '../../src/cli/context';
import { createStyle } from '../../src/cli/output/style';
import { CLUSTER_YAML } from './cluster-yaml';
import { NOW_MS } from './output/fixtures';

/** A context whose output is kept, in a directory that holds nothing. */
export function fakeContext(over: Partial<CliContext> & { readonly isTTY?: boolean } = {}) {
  const written = { out: '', err: '' };
  const interrupts: (() => void)[] = [];
  const context: CliContext = {
    stdout: { write: (text: string) => (written.out += text), isTTY: over.isTTY ?? false, columns: 120, rows: 60 },
    stderr: { write: (text: string) => (written.err += text) },
    env: { PATH: '', TEMPORAL_CONFIG_FILE: '/nonexistent', XDG_STATE_HOME: '/nonexistent' },
    cwd: '/nonexistent',
    now: () => NOW_MS,
    onInterrupt: (listener) => {
      interrupts.push(listener);
      return () => void interrupts.splice(interrupts.indexOf(listener), 1);
    },
    style: createStyle(false),
    ...over,
  };
  return {
    context,
    written,
    /** Ctrl-C; false when nobody listens, which would end the process. */
    interrupt: (): boolean => {
      for (const listener of interrupts) listener();
      return interrupts.length > 0;
    },
    lines: () => written.out.split('\n').slice(0, -1),
  };
}

/** A directory of this test file's own with a good cluster.yaml in it. */
export function useClusterFile(): string {
  const directory = mkdtempSync(join(tmpdir(), 'slipway-cli-'));
  writeFileSync(join(directory, 'cluster.yaml'), CLUSTER_YAML);
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}
