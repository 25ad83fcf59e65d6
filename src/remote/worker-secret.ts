import { readSecretText } from '../ssh/secret';
import type { SecretRef } from '../ssh/target';

/**
 * The text of a secret that this worker holds, for a file on a node. By the same law as the secrets of SSH: a file that
 * others may read is refused. Errors: Error with the source, the reason and what to do.
 */
export function readWorkerSecret(purpose: string, ref: SecretRef): Promise<string> {
  const source = 'file' in ref ? `file ${ref.file}` : `environment variable ${ref.env}`;
  return readSecretText(
    purpose,
    ref,
    (reason, nextAction) => new Error(`cannot read the ${purpose} from ${source}: ${reason}. ${nextAction}`),
  );
}
