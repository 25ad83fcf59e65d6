import { createHash } from 'node:crypto';
import type { KnownHost } from './known-hosts';

/** A key that a server showed. */
export interface HostKey {
  readonly type: string;
  /** base64 of the wire format, as in a .pub file. */
  readonly key: string;
  /** 'SHA256:…' as ssh-keygen -l prints it. */
  readonly fingerprint: string;
}

/** What is known of a server before it shows its key. */
export interface HostKeyRules {
  readonly pinned: readonly string[];
  readonly known: readonly KnownHost[];
  readonly trustOnFirstUse: boolean;
}

export type HostKeyVerdict =
  | { readonly kind: 'trusted' }
  /** Trusted from now on, once stored. */
  | { readonly kind: 'first-use' }
  | { readonly kind: 'unknown' }
  /** known_hosts names a certificate authority for the host; only the host's own key would do here. */
  | { readonly kind: 'certificate-expected'; readonly line: number }
  | { readonly kind: 'changed-from-pinned' }
  | { readonly kind: 'changed-from-known'; readonly lines: readonly number[] }
  | { readonly kind: 'revoked'; readonly line: number };

/** Reads the wire format of a public key (RFC 4253, 6.6). */
export function readHostKey(blob: Buffer): HostKey {
  const type = blob.toString('latin1', 4, 4 + blob.readUInt32BE(0));
  const fingerprint = createHash('sha256').update(blob).digest('base64').replace(/=+$/, '');
  return { type, key: blob.toString('base64'), fingerprint: `SHA256:${fingerprint}` };
}

/** The verdict on a key. Revoked beats all; pins beat known_hosts; trust on first use is for hosts never seen. */
export function judgeHostKey(shown: HostKey, rules: HostKeyRules): HostKeyVerdict {
  const revoked = rules.known.find(({ marker, key }) => marker === 'revoked' && isSameKey(key, shown.key));
  if (revoked !== undefined) return { kind: 'revoked', line: revoked.line };
  if (rules.pinned.length > 0) {
    return { kind: rules.pinned.some((pin) => matchesPin(pin, shown)) ? 'trusted' : 'changed-from-pinned' };
  }
  const own = rules.known.filter(({ marker }) => marker === 'none');
  if (own.some(({ key }) => isSameKey(key, shown.key))) return { kind: 'trusted' };
  if (own.length > 0) return { kind: 'changed-from-known', lines: own.map(({ line }) => line) };
  const authority = rules.known.find(({ marker }) => marker === 'cert-authority');
  if (authority !== undefined) return { kind: 'certificate-expected', line: authority.line };
  return { kind: rules.trustOnFirstUse ? 'first-use' : 'unknown' };
}

/** The types of the keys that would be trusted; a pinned fingerprint does not tell its type. */
export function knownKeyTypes(rules: HostKeyRules): string[] {
  if (rules.pinned.length > 0) return rules.pinned.map((pin) => pin.trim().split(/\s+/)[0] ?? '');
  return rules.known.filter(({ marker }) => marker === 'none').map(({ keyType }) => keyType);
}

function matchesPin(pin: string, shown: HostKey): boolean {
  const [first = '', second = ''] = pin.trim().split(/\s+/);
  return first.startsWith('SHA256:')
    ? first.replace(/=+$/, '') === shown.fingerprint
    : first === shown.type && isSameKey(second, shown.key);
}

function isSameKey(a: string, b: string): boolean {
  return a.replace(/=+$/, '') === b.replace(/=+$/, '');
}
