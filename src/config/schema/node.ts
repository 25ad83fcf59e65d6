import { z } from 'zod';
import { ipAddress } from './addresses';
import { rfc1123Label, text } from './scalars';
import { nodeSshSchema, sshSchema } from './ssh';

const QUALIFIED_NAME = '(?:[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?';
const labelKey = () => text('a label key such as example.com/disk', new RegExp(`^${QUALIFIED_NAME}$`), 317);
const labelValue = () =>
  text(
    'a label value: at most 63 letters, digits, -, _ or .',
    /^(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/,
    63,
  );

const labels = () => z.record(labelKey(), labelValue(), { error: 'a mapping of label keys to values' });

const taint = z.strictObject({
  key: labelKey().describe('Key of the taint.'),
  value: labelValue().default('').describe('Value of the taint.'),
  effect: z
    .enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute'])
    .describe('What happens to pods that do not tolerate it.'),
});

const role = z.enum(['control-plane', 'worker', 'etcd']);

const shared = {
  roles: z
    .array(role, { error: 'a list of control-plane, worker and etcd' })
    .min(1, { error: 'at least one of control-plane, worker, etcd' })
    .optional()
    .describe(
      '`control-plane`, `worker` or both (a control plane that also runs workloads); `etcd`, alone or beside `control-plane`, for a member of an external etcd. Default: worker.',
    ),
  labels: labels().optional().describe('Labels of the Node.'),
  taints: z.array(taint, { error: 'a list of taints' }).optional().describe('Taints of the Node.'),
  site: rfc1123Label()
    .optional()
    .describe('Site of the node; its work goes to the workers of that site. Default: default.'),
};

export const nodeGroupSchema = z.strictObject({
  ...shared,
  ssh: sshSchema.optional().describe('SSH settings of the group; the fields of `spec.ssh`.'),
});

export const nodeSchema = z.strictObject({
  name: rfc1123Label().describe('Name of the Node, and host name of the machine.'),
  address: ipAddress().describe('Internal IP address of the node.'),
  group: rfc1123Label().optional().describe('Group under `nodeGroups` that the node takes defaults from.'),
  ...shared,
  ssh: nodeSshSchema.optional().describe('SSH settings of the node; the fields of `spec.ssh`, and `host`.'),
});
