import { z } from 'zod';
import { integer, text } from './scalars';

const sysctlKey = () =>
  text('a kernel parameter such as vm.max_map_count', /^[a-z][a-z0-9_-]*(?:[./][A-Za-z0-9_-]+)+$/, 128);
const sysctlValue = () => text('a number, or several with a blank between', /^-?\d+(?: -?\d+)*$/, 64);
const timeZone = () => text('a time zone such as Asia/Shanghai', /^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+)*$/, 64);

export const osSchema = z.strictObject({
  selinux: z
    .enum(['keep', 'permissive', 'disabled'])
    .default('keep')
    .describe(
      '`keep` as it is, enforcing included; `permissive` now and at boot; `disabled` at the next boot, and permissive until then.',
    ),
  firewall: z
    .enum(['open', 'close', 'ignore'])
    .default('open')
    .describe(
      'What becomes of a firewalld or ufw that runs: `open` the ports that the cluster needs on each node, `close` the firewall down, or `ignore` it.',
    ),
  timeZone: timeZone().optional().describe('Time zone of the nodes. By default it is left as it is.'),
  sysctls: z
    .strictObject({
      profile: z
        .enum(['minimal', 'tuned'])
        .default('minimal')
        .describe(
          '`minimal`: what Kubernetes needs; `tuned`: also larger queues, tables and limits, for nodes with much traffic.',
        ),
      values: z
        .record(sysctlKey(), sysctlValue(), { error: 'a mapping of kernel parameters to values' })
        .prefault({})
        .describe('Kernel parameters in place of, or beside, those of the profile. What a node refuses is reported.'),
    })
    .prefault({})
    .describe('Kernel parameters.'),
  openFiles: integer(1024, 1_073_741_816)
    .optional()
    .describe('Open files that a login may have. By default it is left as it is; services have limits of their own.'),
});
