import { readFileSync } from 'node:fs';
import type { Lab } from '../../../lab';
import type { Sample } from './process-sampler';

/** Text that betrays a secret -> what the secret is. */
export type Canaries = ReadonlyMap<string, string>;

const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----\n([\s\S]*?)\n-----END/g;
const KEY_FILES = `
find /etc/kubernetes/pki /var/lib/kubelet/pki /etc/ssh -type f \\( -name '*.key' -o -name '*.pem' -o -name 'ssh_host_*_key' \\)
find /etc/kubernetes -maxdepth 1 -name '*.conf'`;
const READ_KEYS = `{ ${KEY_FILES}
} 2>/dev/null | while read -r path; do
  printf '=== %s\\n' "$path"
  cat -- "$path"
  sed -n 's/^ *client-key-data: //p' "$path" | base64 -d
done`;
const TOKENS = `kubectl --kubeconfig /etc/kubernetes/admin.conf -n kube-system get secrets \
--field-selector type=bootstrap.kubernetes.io/token \
-o go-template='{{range .items}}{{index .data "token-id" | base64decode}}.{{index .data "token-secret" | base64decode}} {{end}}'`;

/** Every secret of the install, read where it is at home, in every form in which it could be found elsewhere. */
export async function collectCanaries(lab: Lab, samples: ReadonlyMap<string, Sample>): Promise<Canaries> {
  const canaries = new Map<string, string>();
  const add = (name: string, text: string, depth: number) =>
    encodings(text, depth).forEach((form) => canaries.set(form, name));
  const addKeys = (name: string, text: string) =>
    keyLines(text).forEach((line) => add(`private key of ${name}`, line, 2));
  const addToken = (token: string) => [token, token.slice(7)].forEach((text) => add('bootstrap token', text, 2));

  for (const { name, role } of await lab.machines()) {
    const keys = await lab.exec(name, ['sh', '-c', READ_KEYS]);
    for (const file of keys.stdout.split(/^=== /m)) addKeys(`${name} ${file.split('\n')[0] ?? ''}`, file);
    if (role !== 'control-plane') continue;
    const tokens = await lab.exec(name, ['sh', '-c', TOKENS]);
    tokens.stdout.trim().split(/\s+/).filter(Boolean).forEach(addToken);
  }
  for (const [machine, { files }] of samples)
    for (const file of files) {
      addKeys(`${machine} on tmpfs`, file);
      for (const [, token] of file.matchAll(/(?:token['": ]+|^\d+ )([a-z0-9]{6}\.[a-z0-9]{16})/gm))
        addToken(token ?? '');
      for (const [, key] of file.matchAll(/(?:certificateKey['": ]+|^\d+ \S+ )([0-9a-f]{64})/gm))
        add('certificate key', key ?? '', 2);
    }
  const files = (await lab.status())?.files;
  if (files === undefined) throw new Error(`there is no lab ${lab.name}`);
  addKeys('the SSH user', readFileSync(files.privateKey, 'utf8'));
  add('sudo password', readFileSync(files.sudoPassword, 'utf8').trim(), 2);
  return canaries;
}

/** Lines from within the keys: those at either end may be alike in different keys. */
function keyLines(text: string): string[] {
  return [...text.matchAll(PRIVATE_KEY)].flatMap(([, body = '']) => {
    const lines = body.split('\n').filter((line) => line.length >= 40);
    if (lines.length === 1) return lines.map((line) => line.slice(-40));
    return [...new Set([lines[1], lines.at(-2)])].filter((line) => line !== undefined);
  });
}

/** The text, and what it looks like within base64, at each of the three ways it can be aligned; `depth` times over. */
export function encodings(text: string, depth: number): string[] {
  if (depth === 0) return [text];
  const encoded = [0, 1, 2].map((padding) => {
    const bytes = Buffer.concat([Buffer.alloc(padding), Buffer.from(text)]);
    return bytes.toString('base64').slice(Math.ceil((padding * 4) / 3), Math.floor((bytes.length * 4) / 3));
  });
  return [text, ...encoded.flatMap((form) => encodings(form, depth - 1))];
}
