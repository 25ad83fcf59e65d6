import { parse as parseToml } from 'smol-toml';
import { parseAllDocuments } from 'yaml';

type Read = (content: string) => unknown;

const withoutComments = (content: string) =>
  content.split('\n').filter((line) => line.trim() !== '' && !/^\s*[#;]/.test(line));

/** Each line is of this shape. */
const linesLike =
  (shape: RegExp): Read =>
  (content) =>
    withoutComments(content).map((line) => {
      if (!shape.test(line)) throw new Error(`${JSON.stringify(line)} is not like ${shape.source}`);
      return line;
    });

/** systemd's and dnf's files: `ExecStart=` alone takes back what stands before. */
const readIni: Read = (content) => {
  const lines = withoutComments(content);
  if (!lines[0]?.startsWith('[')) throw new Error('it begins with no section');
  return linesLike(/^(?:\[[A-Za-z0-9 -]+\]|[A-Za-z_]+=\S.*|ExecStart=)$/)(content);
};

/** haproxy's and keepalived's blocks: words alone, and braces in pairs. */
const readBlocks: Read = (content) => {
  const [open, close] = ['{', '}'].map((brace) => content.split(brace).length);
  if (open !== close) throw new Error('its braces are not in pairs');
  return linesLike(/^\s*\S.*$/)(content);
};

/** Most nodes are given the same files: each text is read once. */
function once<Result>(read: (content: string) => Result): (content: string) => Result {
  const known = new Map<string, Result>();
  return (content) => {
    const result = known.get(content) ?? read(content);
    known.set(content, result);
    return result;
  };
}

export const readToml = once((content) => parseToml(content));

export const readYaml = once((content): unknown[] =>
  parseAllDocuments(content, { version: '1.1' }).map((document) => {
    const [error] = document.errors;
    if (error !== undefined) throw error;
    return document.toJS() as unknown;
  }),
);

/** By what its path says: the first that matches reads it. */
const READERS: readonly (readonly [path: RegExp, read: Read])[] = [
  [/\.ya?ml$/, readYaml],
  [/\.json$/, (content) => JSON.parse(content) as unknown],
  [/\.toml$|^\/etc\/(?:crio\/crio|containers\/registries)\.conf\.d\//, readToml],
  [/\.(?:service|socket|repo)$|\.service\.d\/[^/]+\.conf$/, readIni],
  [/^\/etc\/sysctl\.d\//, linesLike(/^[a-z][\w./-]* = -?\d+(?: \d+)*$/)],
  [/^\/etc\/modules-load\.d\//, linesLike(/^[a-z][a-z0-9_]*$/)],
  [/\.env$/, linesLike(/^[A-Z][A-Z0-9_]*=\S+$/)],
  [/^\/etc\/apt\/sources\.list\.d\//, linesLike(/^deb \[signed-by=\/\S+\] https?:\/\/\S+ \S+(?: \S+)*$/)],
  [/\/chrony\.conf$/, linesLike(/^[a-z]+(?: \S+)*$/)],
  [/\/(?:haproxy\.cfg|keepalived\.conf)$/, readBlocks],
  [/\.crt$|^\/etc\/apt\/keyrings\/|^\/etc\/pki\/rpm-gpg\//, linesLike(/./)],
  [/^\/usr\/local\/bin\//, (content) => linesLike(/./)(content.replace(/^#!\/bin\/sh\n/, ''))],
];

/** What the file says, read as its kind is. Throws where it is malformed, or nothing here knows its kind. */
export function readFile(path: string, content: string): unknown {
  const read = READERS.find(([pattern]) => pattern.test(path))?.[1];
  if (read === undefined) throw new Error('nothing knows how it is read; add its kind to READERS');
  return read(content);
}

/** The places where a value is missing or empty. */
export function findEmpty(value: unknown, at = ''): string[] {
  if (value === null || value === undefined || value === '' || Number.isNaN(value)) return [at || 'everything'];
  if (typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, item]) => findEmpty(item, `${at}/${key}`));
}
