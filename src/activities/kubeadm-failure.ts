import type { OperationOutcome } from '../remote/operation';
import { TOKEN_UNKNOWN_EXIT } from '../remote/kubeadm/compose-kubeadm';
import { failure } from './failures';

const MESSAGE_LENGTH = 1200;

/** What kubeadm and the API server say of tokens and certificates that are gone, expired or of another key. */
const staleMaterial =
  /kubeadm-certs" was not found|This Secret might have expired|message authentication failed|error decoding secret data|could not find a JWS signature|failed to verify JWS signature|Unauthorized|token .* (?:is invalid|expired)/i;

/** The typed failure of a run of kubeadm that ended with an error; `tail` is redacted output. */
export function kubeadmFailure(command: string, { exitCode, tail }: OperationOutcome): Error {
  const { own, diagnosis } = splitOutput(tail);
  const errors = own.filter((line) => /\[ERROR|^error|error execution phase|timed out|failed/i.test(line));
  const why = errors.length > 0 ? errors.slice(-5) : own.slice(-4);
  const said = [...why, ...diagnosis].join('\n').slice(0, MESSAGE_LENGTH);
  const isStale = exitCode === TOKEN_UNKNOWN_EXIT || own.some((line) => staleMaterial.test(line));
  if (command === 'join' && isStale) {
    return failure('JoinMaterialStale', `the cluster refuses this epoch's token or certificate key: ${said}`);
  }
  return failure('KubeadmFailed', `kubeadm ${command} ended with ${exitCode}: ${said}`);
}

/** kubeadm's own lines, and what the diagnosis has added. */
function splitOutput(tail: string): { own: string[]; diagnosis: string[] } {
  const lines = tail.split('\n').map((line) => line.trim());
  const at = lines.findIndex((line) => line.startsWith('---'));
  const isText = (line: string) => line !== '';
  return at < 0
    ? { own: lines.filter(isText), diagnosis: [] }
    : { own: lines.slice(0, at).filter(isText), diagnosis: lines.slice(at).filter(isText) };
}
