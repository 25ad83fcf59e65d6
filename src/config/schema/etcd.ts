import { z } from 'zod';
import { workerPath } from './locations';
import { componentVersion, text } from './scalars';
import { secretRef } from './secret';

const etcdEndpoint = () =>
  text(
    'an https:// URL of an etcd client endpoint such as https://10.0.0.31:2379',
    /^https:\/\/(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\]):[1-9]\d{0,4}$/,
  );

export const etcdSchema = z.strictObject({
  topology: z
    .enum(['stacked', 'external'])
    .default('stacked')
    .describe(
      'Where etcd runs: `stacked` on the control planes as kubeadm puts it there; `external` on the nodes with the role `etcd`, or where `endpoints` says.',
    ),
  version: componentVersion()
    .optional()
    .describe('Version of etcd on the nodes with the role `etcd`. Default: the one that suits the Kubernetes version.'),
  endpoints: z
    .array(etcdEndpoint(), { error: 'a list of https:// URLs of etcd client endpoints' })
    .min(1, { error: 'at least one endpoint' })
    .max(7, { error: 'at most 7 endpoints' })
    .optional()
    .describe('Client endpoints of an etcd that somebody else runs. Needs `caFile`, `certificateFile` and `key`.'),
  caFile: workerPath().optional().describe('File on the worker: the CA of that etcd, in PEM.'),
  certificateFile: workerPath().optional().describe('File on the worker: client certificate for that etcd, in PEM.'),
  key: secretRef().optional().describe('Private key of that certificate, in PEM; a reference.'),
});
