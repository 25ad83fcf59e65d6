import { sh } from '../ssh/shell';

/**
 * Secrets that kubeadm and its neighbours print: private-key blocks, base64 of PEM (kubeconfigs), bootstrap tokens,
 * certificate keys. A digest that says so (`sha256:…`) is not one of them.
 */
const privateKey = /-----BEGIN [A-Z ]*PRIVATE KEY-----(?:[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----|[\s\S]*$)/g;
const encodedPem = /LS0tLS1CRUdJTi[A-Za-z0-9+/=]*/g;
const bootstrapToken = /\b[a-z0-9]{6}\.[a-z0-9]{16}\b/g;
const certificateKey = /(?<!sha256:)\b[0-9a-f]{64}\b/g;

/** `text` without the secrets that can be told by their form; applied to whatever leaves this layer. */
export function redact(text: string): string {
  return text
    .replace(privateKey, '[private key]')
    .replace(encodedPem, '[encoded PEM]')
    .replace(bootstrapToken, '[token]')
    .replace(certificateKey, '[key]');
}

/** The same as a filter on the node, line by line, before output reaches its disk. */
export const redactionFilter = sh`sed -u -E \\
  -e 's/-----BEGIN [A-Z ]*PRIVATE KEY-----.*-----END [A-Z ]*PRIVATE KEY-----/[private key]/g' \\
  -e '/-----BEGIN [A-Z ]*PRIVATE KEY-----/,/-----END [A-Z ]*PRIVATE KEY-----/{/-----BEGIN/!d;s/-----BEGIN.*/[private key]/}' \\
  -e 's/LS0tLS1CRUdJTi[A-Za-z0-9+\\/=]*/[encoded PEM]/g' \\
  -e 's/\\b[a-z0-9]{6}\\.[a-z0-9]{16}\\b/[token]/g' \\
  -e 's/sha256:([0-9a-f]{64})/sha256:_\\1/g' \\
  -e 's/\\b[0-9a-f]{64}\\b/[key]/g' \\
  -e 's/sha256:_/sha256:/g'`;
