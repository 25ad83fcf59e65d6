import type { Path } from '../problems/problem';
import { valueAt } from '../value-at';
import type { Rule } from './rule';

const RAW: readonly Path[] = [
  ['spec', 'kubeadm'],
  ['spec', 'kubelet', 'configuration'],
  ['spec', 'kubeProxy', 'configuration'],
  ['spec', 'runtime', 'config'],
  ['spec', 'cni', 'options'],
  ['spec', 'loadBalancer', 'options'],
];

const SECRET_KEY = /^(?:password|passphrase|token|auth|identitytoken|certificateKey|secret|privateKey)$/i;
const SECRET_VALUE = /-----BEGIN [A-Z ]*PRIVATE KEY-----|^[a-z0-9]{6}\.[a-z0-9]{16}$|:\/\/[^/\s:@]+:[^/\s@]+@/;

/** The file is stored with every run: no override carries a password, a token or a private key. */
export const smuggledSecrets: Rule = {
  reads: [],
  check: ({ given }) =>
    RAW.flatMap((path) => findSecrets(valueAt(given, path), path)).map((path) => ({
      path,
      message: 'an override must not carry a secret, since the file is stored with every run',
      accepted: 'no passwords, tokens or private keys',
      isSecret: true,
    })),
};

function findSecrets(value: unknown, path: Path): Path[] {
  if (typeof value === 'string') return SECRET_VALUE.test(value) || SECRET_KEY.test(String(path.at(-1))) ? [path] : [];
  if (typeof value !== 'object' || value === null) return [];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.flatMap(([key, item]: [string | number, unknown]) => findSecrets(item, [...path, key]));
}
