import { formatPath, type Path } from '../../../src/config/problems/problem';
import { clusterSchema } from '../../../src/config/schema';
import { clusterJsonSchema, type JsonSchema } from '../../../src/config/schema-keys';
import { FULL_FILE } from './full-spec';

/** What a shell, a unit file, YAML, TOML, a path or a terminal would take for more than text. */
const CORPUS = [
  '$(reboot)',
  '`reboot`',
  '${IFS}',
  '$HOME',
  '$((1))',
  '; reboot',
  'a;reboot',
  'a && reboot',
  'a||reboot',
  'a | sh',
  'a|sh',
  'a & reboot',
  '> /etc/passwd',
  'a>b',
  '< /etc/shadow',
  '<(id)',
  '<<EOF',
  "'",
  '"',
  "' OR 1",
  '" ; reboot #',
  "a'b",
  'a"b',
  'a\\b',
  '\\',
  '\\n',
  '\n',
  'a\nreboot',
  'a\n',
  '\na',
  'a\rb',
  'a\tb',
  ' ',
  ' a',
  'a ',
  'a b',
  '\0',
  'a\0b',
  '\u001b[2J',
  '\u202ea',
  'a\u2028b',
  '\u00a0',
  'cp–1',
  'ｃｐ',
  '🚢',
  '../../etc/passwd',
  '/etc/../etc/passwd',
  '/etc/./passwd',
  '..',
  '.',
  '-rf',
  '--config=/tmp/x',
  '-oProxyCommand=reboot',
  '*',
  '?',
  '[a]',
  '{a,b}',
  '~root',
  '!history',
  '#comment',
  '%n',
  '%(id)s',
  '{{ x }}',
  '${x}',
  ': a',
  '- a',
  '&anchor',
  '*alias',
  '@a',
  'file:///etc/passwd',
  'http://user:pass@host/',
  'javascript:alert(1)',
  'a'.repeat(5000),
  '/'.repeat(2000),
];

const schema = clusterSchema();

function textLeaves(value: unknown, path: Path = []): Path[] {
  if (typeof value === 'string') return [path];
  if (typeof value !== 'object' || value === null) return [];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.flatMap(([key, item]: [string | number, unknown]) => textLeaves(item, [...path, key]));
}

function replaceAt(value: unknown, [part, ...rest]: Path, text: string): unknown {
  if (part === undefined) return text;
  if (Array.isArray(value)) return value.map((item, index) => (index === part ? replaceAt(item, rest, text) : item));
  const mapping = value as Record<string, unknown>;
  return { ...mapping, [part]: replaceAt(mapping[part], rest, text) };
}

/** Text fields of the schema, with `*` for keys and indexes; raw objects, which refer to definitions, are left out. */
function textFields(at: JsonSchema, path: string): string[] {
  if (at.anyOf) return at.anyOf.flatMap((option) => textFields(option, path));
  if (at.items) return textFields(at.items, `${path}.*`);
  const below = Object.entries(at.properties ?? {}).flatMap(([key, field]) => textFields(field, `${path}.${key}`));
  const any = typeof at.additionalProperties === 'object' ? textFields(at.additionalProperties, `${path}.*`) : [];
  return [...below, ...any, ...(at.type === 'string' ? [path] : [])];
}

/** Settings of SSH are the same schema wherever they stand. */
const sshOnce = (path: string) => path.replace(/^.*\.ssh\.(?:bastion\.)?/, 'ssh.');
const secretOnce = (path: string) => path.replace(/^.*(?:passphrase|password|etcd\.key)\.(file|env)$/, 'secret.$1');
const once = (path: string) => secretOnce(sshOnce(path));

const leaves = textLeaves(FULL_FILE);

test('the corpus is large and free of doubles', () => {
  expect(new Set(CORPUS).size).toBe(CORPUS.length);
  expect(CORPUS.length).toBeGreaterThanOrEqual(60);
});

test('every text field of the schema is put to the test', () => {
  const tested = leaves.map((path) => once(path.map((part) => (typeof part === 'number' ? '*' : part)).join('.')));
  const known = new Set([
    ...tested,
    'spec.nodeGroups.*.labels.*',
    'spec.nodes.*.labels.*',
    'spec.cni.images.*',
    'spec.os.sysctls.values.*',
  ]);
  const groups = (path: string) => path.replace('spec.nodeGroups.*', 'spec.nodeGroups.big');
  const fields = textFields(clusterJsonSchema(), '').map((path) => path.slice(1));
  expect(fields.length).toBeGreaterThan(80);
  expect(fields.filter((path) => !known.has(once(groups(path))) && !known.has(path))).toEqual([]);
});

test('the file that is tampered with is accepted as it is', () => {
  expect(schema.safeParse(FULL_FILE).error?.issues ?? []).toEqual([]);
});

test.each(leaves.map((path) => [formatPath(path), path] as const))('no text of the corpus passes as %s', (_, path) => {
  const accepted = CORPUS.filter((text) => schema.safeParse(replaceAt(FULL_FILE, path, text)).success);
  expect(accepted).toEqual([]);
});

test.each([
  ['a label', (key: string) => ({ nodes: [{ name: 'a', address: '10.0.0.1', labels: { [key]: 'x' } }] })],
  ['a group', (key: string) => ({ nodeGroups: { [key]: {} }, nodes: [{ name: 'a', address: '10.0.0.1' }] })],
])('no text of the corpus passes as the key of %s', (_, make) => {
  const isAccepted = (key: string) => {
    const spec = { ...FULL_FILE.spec, ...make(key) };
    return schema.safeParse({ ...FULL_FILE, spec }).success;
  };
  expect(isAccepted('fine')).toBe(true);
  expect(CORPUS.filter(isAccepted)).toEqual([]);
});
