import { createHmac, timingSafeEqual } from 'node:crypto';

/** One line of a known_hosts file that speaks of the host looked up. */
export interface KnownHost {
  readonly marker: 'none' | 'cert-authority' | 'revoked';
  readonly keyType: string;
  /** The key as in a .pub file: base64 of its wire format. */
  readonly key: string;
  /** 1-based. */
  readonly line: number;
}

/** The name OpenSSH files a host under: 'host', or '[host]:port' off port 22. */
export function knownHostName(host: string, port: number): string {
  return port === 22 ? host.toLowerCase() : `[${host.toLowerCase()}]:${port}`;
}

/** The lines of a known_hosts file that match a name. Lines that cannot be read are passed over, as OpenSSH does. */
export function findKnownHosts(text: string, name: string): KnownHost[] {
  return text.split('\n').flatMap((line, index) => {
    const entry = parseLine(line.trim());
    return entry !== undefined && matchesHosts(entry.hosts, name) ? [{ ...entry.known, line: index + 1 }] : [];
  });
}

function parseLine(line: string) {
  if (line === '' || line.startsWith('#')) return undefined;
  const fields = line.split(/[ \t]+/);
  const marker = fields[0]?.startsWith('@') === true ? fields.shift() : undefined;
  const [hosts, keyType, key] = fields;
  if (hosts === undefined || keyType === undefined || key === undefined) return undefined;
  if (marker === undefined) return { hosts, known: { marker: 'none' as const, keyType, key } };
  if (marker === '@cert-authority') return { hosts, known: { marker: 'cert-authority' as const, keyType, key } };
  if (marker === '@revoked') return { hosts, known: { marker: 'revoked' as const, keyType, key } };
  return undefined;
}

function matchesHosts(hosts: string, name: string): boolean {
  if (hosts.startsWith('|')) return matchesHash(hosts, name);
  let isMatch = false;
  for (const pattern of hosts.toLowerCase().split(',')) {
    const isNegated = pattern.startsWith('!');
    if (!patternToRegExp(isNegated ? pattern.slice(1) : pattern).test(name)) continue;
    if (isNegated) return false;
    isMatch = true;
  }
  return isMatch;
}

/** `|1|salt|HMAC-SHA1(salt, name)`, both base64: ssh-keygen -H. */
function matchesHash(hosts: string, name: string): boolean {
  const [, version, salt, hash] = hosts.split('|');
  if (version !== '1' || salt === undefined || hash === undefined) return false;
  const wanted = Buffer.from(hash, 'base64');
  const actual = createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest();
  return wanted.length === actual.length && timingSafeEqual(wanted, actual);
}

function patternToRegExp(pattern: string): RegExp {
  const source = pattern
    .replace(/[\\^$.|+()[\]{}]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`);
}
