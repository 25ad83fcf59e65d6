import { z } from 'zod';
import { httpUrl, imageReference, registryHost, workerPath } from './locations';
import { text } from './scalars';
import { secretRef } from './secret';

const mirror = z.strictObject({
  host: registryHost().describe('Registry whose images are mirrored, such as registry.k8s.io.'),
  endpoints: z
    .array(httpUrl(), { error: 'a list of URLs' })
    .min(1, { error: 'at least one URL' })
    .describe('Mirrors, tried in order.'),
  skipVerify: z.boolean().default(false).describe('Take any TLS certificate from the endpoints.'),
  caFile: workerPath().optional().describe('File on the worker with the CA that signed the endpoints.'),
  credentials: z
    .strictObject({
      username: text(
        'a user name such as ci or robot$ci',
        /^[A-Za-z0-9][A-Za-z0-9._@+-]*(?:\$[A-Za-z0-9][A-Za-z0-9._@+-]*)?$/,
        255,
      ).describe('User at the endpoints.'),
      password: secretRef().describe('Password or token of the user.'),
    })
    .optional()
    .describe('What the endpoints are asked with. Written on the nodes into files that root alone reads.'),
});

export const registrySchema = z.strictObject({
  mirrors: z
    .array(mirror, { error: 'a list of mirrors' })
    .default([])
    .describe('Registry mirrors, given to the runtime of every node.'),
});

export const imagesSchema = z.strictObject({
  smokeTest: imageReference()
    .default('registry.k8s.io/e2e-test-images/agnhost:2.53')
    .describe('agnhost image that the smoke test runs.'),
});
