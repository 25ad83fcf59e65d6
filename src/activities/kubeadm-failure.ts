import type { OperationOutcome } from '../remote/operation';
import { TOKEN_UNKNOWN_EXIT } from '../remote/kubeadm/compose-kubeadm';
import { failure } from './failures';

const MESSAGE_LENGTH = 1200;

/** What kubeadm and the API server say of tokens and certificates that are gone, expired or of another key. */
const staleMaterial =
  /kubeadm-certs" was not found|This Secret might have expired|message authentication failed|error decoding secret data|could not find a JWS signature|failed to verify JWS signature|Unauthorized|token .* (?:is invalid|expired)/i;

/** The typed failure of a run of kubeadm that ended with an error; `tail` is redacted output. */
export function kubeadmFailure(command: string, { exitCode, tail }: OperationOutcome): Error {
  const said = summarize(tail);
  if (exitCode === TOKEN_UNKNOWN_EXIT || (command === 'join' && staleMaterial.test(tail))) {
    return failure('JoinMaterialStale', `the cluster refuses this epoch's token or certificate key: ${said}`);
  }
  return failure('KubeadmFailed', `kubeadm ${command} ended with ${exitCode}: ${said}`);
}

/** The lines that say why: kubeadm's own errors, then the diagnosis; without those, the end of the output. */
function summarize(tail: string): string {
  const lines = tail.split('\n').map((line) => line.trim());
  const diagnosisAt = lines.findIndex((line) => line.startsWith('---'));
  const own = diagnosisAt < 0 ? lines : lines.slice(0, diagnosisAt);
  const errors = own.filter((line) => /\[ERROR|^error|error execution phase|timed out|failed/i.test(line));
  const chosen = [...(errors.length > 0 ? errors.slice(-5) : own.filter((line) => line !== '').slice(-4))];
  const diagnosis = diagnosisAt < 0 ? [] : lines.slice(diagnosisAt).filter((line) => line !== '');
  return [...chosen, ...diagnosis].join('\n').slice(0, MESSAGE_LENGTH);
}
