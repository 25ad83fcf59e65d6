import type { GoProgram, ReplaceLike } from './artifact';

/** go.mod of the module in which a program is built; `replace` are all its replacements; pure. */
export function renderGoMod(program: GoProgram, replace: readonly string[] = program.replace ?? []): string {
  const block = (word: string, lines: readonly string[] = []) =>
    lines.length === 0 ? [] : ['', `${word} (`, ...lines.map((line) => `\t${line}`), ')'];
  return [
    `module slipway.lab/${program.name}`,
    '',
    'go 1.24.0',
    ...block('require', program.require),
    ...block('replace', replace),
    '',
  ].join('\n');
}

/** Replacements of a go.mod, as lines of another one: a directory below ./staging is a module of its own; pure. */
export function listReplacements(goMod: string, { twins }: Pick<ReplaceLike, 'twins'>): string[] {
  return [...goMod.matchAll(/^(?:replace)?\s+(\S+) => (\S+)(?: (v\S+))?(?: \/\/.*)?$/gm)].map(
    ([, name = '', target = '', version]) => {
      const [path, at = ''] = target.startsWith('./') ? [name, twins] : [target, version];
      return `${name} => ${path} ${at}`.trim();
    },
  );
}

/** The first line of each replaced module counts; pure. */
export function preferFirst(lines: readonly string[]): string[] {
  const chosen = new Map<string, string>();
  for (const line of lines) {
    const [name = line] = line.split(' ');
    if (!chosen.has(name)) chosen.set(name, line);
  }
  return [...chosen.values()];
}
