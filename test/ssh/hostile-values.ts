/** Values that break out of careless quoting; those that run something would create the file `canary`. */
export function hostileValues(canary: string): string[] {
  const touch = `touch ${canary}`;
  const values = [
    separators(touch),
    substitutions(touch),
    quoteEscapes(touch),
    syntax(touch, canary),
    globsAndOptions,
    quotesAndBlanks,
    oddCharacters,
  ];
  return values.flat();
}

const separators = (touch: string) =>
  ['; ', ';', '& ', '&& ', '| ', '|| ', '\n', '\r', '\r\n', '\\\n', 'x;'].map((separator) => `${separator}${touch};`);

const substitutions = (touch: string) => [
  `$(${touch})`,
  `\`${touch}\``,
  `\${x:-$(${touch})}`,
  `\${IFS}$(${touch})`,
  `$((a[$(${touch})]))`,
  `a[$(${touch})]`,
  `<(${touch})`,
  `\\$(${touch})`,
];

const quoteEscapes = (touch: string) => [
  `"$(${touch})"`,
  `'$(${touch})'`,
  `'; ${touch}; '`,
  `"; ${touch}; "`,
  `' "$(${touch})" '`,
  `'"'"'; ${touch}; '"'"'`,
  `\\'; ${touch}; \\'`,
  `'\\''; ${touch}; '\\''`,
  `'$'; ${touch} #`,
  `$'\\n${touch}\\n'`,
];

const syntax = (touch: string, canary: string) => [
  `> ${canary}`,
  `>${canary}`,
  `2>${canary}`,
  `< /dev/null > ${canary}`,
  `{ ${touch}; }`,
  `(${touch})`,
  `# ${touch}\n${touch}`,
  `KUBEKEY_EOF\n${touch}`,
  `EOF\n${touch}\nEOF`,
  `<<EOF\n$(${touch})\nEOF`,
  `)\n${touch}\n(`,
  `;;\n${touch};;`,
  `done; ${touch}; for x in`,
  `fi; ${touch}; if true`,
];

const globsAndOptions = '* ? [a-z]* /* ~ ~root {a,b} !! ! - -- -rf --help $ $$ $@ ${ $( ` % %s%n -e=x'.split(' ');

const quotesAndBlanks = [
  "'",
  "''",
  "'''",
  '"',
  '""',
  '',
  ' ',
  '  two  spaces  ',
  '\t',
  '\n',
  'a\n\nb',
  "it's",
  '\\',
  '\\\\',
];

const oddCharacters = [
  '\u001b[31m',
  '\u0007',
  'é',
  '日本語',
  '😀',
  '\u202Eevil',
  '\u00A0',
  '../../etc/passwd',
  'C:\\dir\\file',
  'trailing\\n',
  'x'.repeat(20_000),
  "'".repeat(500),
];
