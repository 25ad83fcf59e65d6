import { z } from 'zod';
import { workerPath } from './locations';
import { text } from './scalars';

const reference =
  'a reference, {file: path} or {env: NAME}, resolved on the worker; secrets are never written into the cluster file';

const fromFile = z.strictObject({ file: workerPath().describe('File on the worker that holds the secret.') });
const fromEnvironment = z.strictObject({
  env: text('the name of an environment variable', /^[A-Za-z_][A-Za-z0-9_]*$/, 128).describe(
    'Environment variable of the worker that holds the secret.',
  ),
});

/** Where a secret is found on the worker. The value itself never enters the cluster file. */
export const secretRef = () => z.union([fromFile, fromEnvironment], { error: reference });

export type SecretRef = z.output<ReturnType<typeof secretRef>>;
