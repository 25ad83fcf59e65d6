import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Slice, SLICES } from './slices';
import { renderSupportPage } from './support-page';
import { type Walk, walk } from './walk';

const PAGE = join(__dirname, '../../docs/support-matrix.md');

/** Seconds where nothing else runs; a machine that is shared may take ten times as long. */
const TIMEOUT_MS = 600_000;
/** More would say the same of more combinations. */
const MOST_FAULTS = 20;

const walks = new Map<Slice, Walk>();

function walkOnce(slice: Slice): Walk {
  const found = walks.get(slice) ?? walk(slice);
  walks.set(slice, found);
  return found;
}

describe('every combination', () => {
  it.each(SLICES.map((slice) => [slice.title, slice] as const))(
    'of %s is rendered whole, or refused by name',
    (_, slice) => {
      const { faults, nodes, verdicts } = walkOnce(slice);
      expect(faults.slice(0, MOST_FAULTS)).toEqual([]);
      expect(nodes).toBeGreaterThan(0);
      expect(verdicts).toHaveLength(slice.dimensions.reduce((count, { points }) => count * points.length, 1));
    },
    TIMEOUT_MS,
  );
});

test(
  'every script that a node is given is one that a shell can read',
  () => {
    const scripts = [...new Set(SLICES.flatMap((slice) => [...walkOnce(slice).scripts]))];
    const text = scripts.map((script, index) => `script_${index}() {\n${script}\n}\n`).join('');
    const { status, stderr } = spawnSync('sh', ['-n'], { input: text, encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(scripts.length).toBeGreaterThan(0);
  },
  TIMEOUT_MS,
);

test(
  'docs/support-matrix.md says what the rules say',
  () => {
    const text = renderSupportPage(SLICES.map(walkOnce));
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(PAGE, text);
    expect(readFileSync(PAGE, 'utf8')).toBe(text);
  },
  TIMEOUT_MS,
);
