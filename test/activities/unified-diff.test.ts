import { unifiedDiff } from '../../src/activities/unified-diff';

const numbers = (count: number) => Array.from({ length: count }, (_, index) => `${index + 1}\n`);

describe('a unified diff', () => {
  it('is empty for equal texts', () => {
    expect(unifiedDiff('a\nb\n', 'a\nb\n')).toBe('');
  });

  it('shows a new file as added lines', () => {
    expect(unifiedDiff(undefined, 'a\nb\n')).toBe('@@ -0,0 +1,2 @@\n+a\n+b\n');
  });

  it('shows what changed with three lines around it', () => {
    const before = numbers(9);
    const after = before.with(4, 'five\n');
    expect(unifiedDiff(before.join(''), after.join(''))).toBe('@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n');
  });

  it('says where the last line has no end', () => {
    expect(unifiedDiff('a\n', 'a')).toBe('@@ -1,1 +1,2 @@\n a\n+\\ No newline at end of file\n');
  });

  it('shows texts that are too long to compare as replaced whole', () => {
    const diff = unifiedDiff(numbers(2500).join('x'), numbers(2500).join('y'));
    expect(diff.split('\n').filter((line) => line.startsWith('-')).length).toBeGreaterThan(2400);
  });

  it('says for any two texts all that makes the one of the other', () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      let state = seed;
      const random = (below: number) => (state = (state * 48_271) % 2_147_483_647) % below;
      const before = Array.from({ length: random(30) }, () => `${random(5)}\n`).join('');
      const after = Array.from({ length: random(30) }, () => `${random(5)}\n`).join('');
      expect(patch(before, unifiedDiff(before, after))).toBe(after);
    }
  });
});

/** Applies a diff as strictly as it can be: every hunk at its line, every line that it keeps or removes compared. */
function patch(before: string, diff: string): string {
  const old = before.split('\n').slice(0, -1);
  const made: string[] = [];
  let at = 0;
  for (const line of diff.split('\n').slice(0, -1)) {
    const hunk = /^@@ -(\d+),(\d+) /.exec(line);
    if (hunk !== null) {
      const start = Number(hunk[1]) - (hunk[2] === '0' ? 0 : 1);
      made.push(...old.slice(at, start));
      at = start;
    } else if (line.startsWith('+')) {
      made.push(line.slice(1));
    } else {
      expect(old[at]).toBe(line.slice(1));
      if (line.startsWith(' ')) made.push(line.slice(1));
      at += 1;
    }
  }
  return [...made, ...old.slice(at)].map((line) => `${line}\n`).join('');
}
