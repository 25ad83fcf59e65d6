import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { raw, sh, shLines, type ShellText } from '../../src/ssh/shell';
import { hostileValues } from './hostile-values';

const shells = ['/bin/sh', '/bin/bash'].filter((path) => existsSync(path));

describe('the quoting tag', () => {
  let directory: string;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'slipway-shell-'));
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  /** What the shell makes of it: NUL cannot be in an argument, so it can stand between them. */
  const argumentsOf = (shell: string, words: ShellText): string[] => {
    const input = `${sh`cd ${directory}`}\nset -- ${words}\n[ $# = 0 ] || printf '%s\\0' "$@"`;
    return execFileSync(shell, { input, encoding: 'utf8' }).split('\0').slice(0, -1);
  };

  test('the corpus holds sixty different hostile values', () => {
    expect(new Set(hostileValues('canary')).size).toBeGreaterThanOrEqual(60);
  });

  describe.each(shells)('in %s', (shell) => {
    test('every hostile value arrives as it is, and nothing in it runs', () => {
      const canary = join(directory, 'canary');
      for (const value of hostileValues(canary)) {
        expect(argumentsOf(shell, sh`${value}`)).toEqual([value]);
        expect(argumentsOf(shell, sh`--flag=${value}/x`)).toEqual([`--flag=${value}/x`]);
        expect(existsSync(canary)).toBe(false);
      }
    });

    test('an array becomes one argument for each element, and an empty one none', () => {
      const values = hostileValues(join(directory, 'canary'));
      expect(argumentsOf(shell, sh`${values}`)).toEqual(values);
      expect(argumentsOf(shell, sh`a ${[]} b ${['']} ${[1, 'x y']}`)).toEqual(['a', 'b', '', '1', 'x y']);
    });

    test('values may stand in command substitutions, also within double quotes', () => {
      for (const value of hostileValues(join(directory, 'canary'))) {
        const words = sh`"$(printf '%s.' ${value})" $(printf '%s' x)`;
        expect(argumentsOf(shell, words)).toEqual([`${value}.`, 'x']);
      }
    });
  });

  test('numbers are arguments, and what is no number is refused', () => {
    expect(sh`sleep ${1.5} ${-3}`).toBe("sleep '1.5' '-3'");
    expect(() => sh`sleep ${Number.NaN}`).toThrow('not a string, a finite number');
    expect(() => sh`sleep ${Number.POSITIVE_INFINITY}`).toThrow(TypeError);
  });

  test('NUL is refused, for no shell can carry it', () => {
    expect(() => sh`echo ${'a\0b'}`).toThrow('NUL');
    expect(() => sh`echo ${['a\0b']}`).toThrow('NUL');
  });

  test('only what the tag itself made is inserted as source', () => {
    expect(sh`if ${raw(sh`test -f ${'a b'}`)}; then :; fi`).toBe("if test -f 'a b'; then :; fi");
    expect(sh`${[raw(sh`a`), 'b']}`).toBe("a 'b'");
    const forged: unknown[] = [JSON.parse('{"rawShell":"$(id)"}'), {}, null, undefined, true, () => 'x', Symbol('x')];
    for (const value of forged) expect(() => sh`echo ${value as string}`).toThrow('not a string');
  });

  test('pieces are joined into one script, a piece a line', () => {
    expect(shLines([sh`a ${1}`, sh`b`])).toBe("a '1'\nb");
  });

  test.each<[where: string, build: () => ShellText]>([
    ['inside single quotes', () => sh`echo '${'x'}'`],
    ['inside double quotes', () => sh`echo "${'x'}"`],
    ['inside double quotes', () => sh`echo "$(a)" "b ${'x'}"`],
    ['inside backticks', () => sh`echo \`id ${'x'}\``],
    ['inside backticks', () => sh`echo \`a $(b ${'x'})\``],
    ['inside a comment', () => sh`true # ${'x'}`],
    ['inside a comment', () => sh`# don't ${'x'}`],
    ['inside a parameter expansion', () => sh`echo \${v:-${'x'}}`],
    ['inside a parameter expansion', () => sh`echo "\${v:-$(a)${'x'}}"`],
    ['inside an arithmetic expression', () => sh`echo $((1 + ${'x'}))`],
    ['inside an arithmetic expression', () => sh`echo "$(( (2) + ${'x'}))"`],
    ['inside an arithmetic expression', () => sh`((n = ${'x'}))`],
    ['after a here-document', () => sh`cat <<EOF\n${'x'}\nEOF`],
    ['after a here-document', () => sh`cat <<'EOF'\nit's\nEOF\necho ${'x'}`],
    ['after a backslash', () => sh`echo \\${'x'}`],
    ['after \\$', () => sh`echo $${'x'}`],
  ])('an interpolation %s is refused, for it would not be an argument', (where, build) => {
    expect(build).toThrow(new RegExp(`cannot stand ${where}`));
  });

  test('what only looks like quoting is no obstacle', () => {
    expect(sh`echo a#b ${1}`).toBe("echo a#b '1'");
    expect(sh`echo $# ${1} \${#v} "it's" ${2} \\" ${3} # it's done`).toContain("'3'");
    expect(sh`# it's a comment\ncase $x in a) echo ${1} ;; esac; (cd /; f() { ls ${2}; })`).toContain("ls '2'");
    expect(sh`${1}#${2}`).toBe("'1'#'2'");
    expect(sh`"a $(b "c $(d ${1}) ") " ${2}`).toContain("'2'");
  });

  test('an escape that JavaScript cannot read is refused', () => {
    expect(() => sh`echo \u{zz} ${1}`).toThrow('escape');
  });
});
