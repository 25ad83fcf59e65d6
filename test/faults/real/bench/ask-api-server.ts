import { Agent, request } from 'node:https';
import { createSecureContext, type SecureContext } from 'node:tls';

/** An administrator, as an admin.conf has him, and the CA whose servers he trusts. */
export type Admin = SecureContext;

/** `silence`: nobody listens there, or no answer came in time; `refusal`: somebody does, and has not given the object to him. */
export type Answer =
  | { readonly kind: 'object'; readonly object: unknown }
  | { readonly kind: 'silence' }
  | { readonly kind: 'refusal' };

const LIMIT_MS = 2_000;
/** A name that kubeadm puts into every API server's certificate, whatever address it is asked at. */
const SERVER_NAME = 'kubernetes';
const IS_SILENCE = /^(?:ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT)$/;

/** Undefined for an admin.conf that is empty or was cut off. */
export function readAdmin(kubeconfig: string): Admin | undefined {
  const read = (name: string) => decode(new RegExp(`^ +${name}: (\\S+)$`, 'm').exec(kubeconfig)?.[1] ?? '');
  const [ca, cert, key] = [
    read('certificate-authority-data'),
    read('client-certificate-data'),
    read('client-key-data'),
  ];
  if (ca === '' || cert === '' || key === '') return undefined;
  try {
    return createSecureContext({ ca, cert, key });
  } catch {
    return undefined;
  }
}

function decode(base64: string): string {
  return Buffer.from(base64, 'base64').toString();
}

/** Asks the API server at this address, `<IP>:<port>`, and no other one, without a process of its own: many are asked all the while. */
export function askApiServer(endpoint: string, path: string, admin: Admin): Promise<Answer> {
  return new Promise((resolve) => {
    const asked = request(
      `https://${endpoint}${path}`,
      { agent: new Agent({ secureContext: admin, servername: SERVER_NAME }), timeout: LIMIT_MS },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (part: string) => (text += part));
        response.on('error', () => resolve({ kind: 'silence' }));
        response.on('end', () =>
          resolve(response.statusCode === 200 ? { kind: 'object', object: JSON.parse(text) } : { kind: 'refusal' }),
        );
      },
    );
    asked.on('timeout', () => {
      resolve({ kind: 'silence' });
      asked.destroy();
    });
    asked.on('error', (error: NodeJS.ErrnoException) =>
      resolve({ kind: IS_SILENCE.test(error.code ?? '') ? 'silence' : 'refusal' }),
    );
    asked.end();
  });
}
