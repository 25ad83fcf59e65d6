import { z } from 'zod';
import { hostOrIp } from './addresses';
import { integer, seconds, text } from './scalars';

export const timeSchema = z.strictObject({
  manage: z.boolean().default(true).describe('Keep the clocks of the nodes in step.'),
  servers: z.array(hostOrIp()).default([]).describe('NTP servers. Empty: those the operating system names.'),
  fromControlPlanes: z
    .boolean()
    .default(false)
    .describe(
      'The control planes follow the servers and serve the other nodes, for nodes that reach no time server themselves.',
    ),
});

export const hostsSchema = z.strictObject({
  manage: z.boolean().default(false).describe('Write the names of all nodes into /etc/hosts of every node.'),
});

const floors = (cpus: number, memoryMiB: number, diskGiB: number) =>
  z
    .strictObject({
      cpus: integer(1, 4096).default(cpus).describe('Fewest CPUs.'),
      memoryMiB: integer(1, 1_000_000_000).default(memoryMiB).describe('Least memory, in MiB.'),
      diskGiB: integer(0, 1_000_000).default(diskGiB).describe('Least free disk under /var, in GiB.'),
    })
    .prefault({});

export const preflightSchema = z.strictObject({
  ignore: z
    .array(text('the id of a preflight finding such as memory-low', /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, 64))
    .default([])
    .describe('Findings that do not stop the run.'),
  minimums: z
    .strictObject({ controlPlane: floors(2, 1700, 10), worker: floors(1, 900, 10) })
    .prefault({})
    .describe('What a machine must have at least.'),
});

export const joinMaterialSchema = z.strictObject({
  tokenTtlSeconds: integer(10, 7 * 86_400)
    .default(86_400)
    .describe('Life of a bootstrap token.'),
  certificateKeyTtlSeconds: integer(10, 7200)
    .default(7200)
    .describe('How long an uploaded certificate bundle is trusted to be there; kubeadm keeps it for two hours.'),
});

const gate = () => z.enum(['ask', 'never']).default('ask');

export const approvalsSchema = z.strictObject({
  wipeLeftovers: gate().describe(
    'Leftovers of an earlier cluster: `ask` a person before they are wiped, or `never` wipe them (the run stops).',
  ),
  takeOver: gate().describe(
    'Nodes that belong to another run: `ask` a person before taking them over, or `never` do it.',
  ),
});

const LONGEST_WAIT_SECONDS = 90 * 86_400;

const wait = () => integer(1, LONGEST_WAIT_SECONDS).optional();

export const policiesSchema = z.strictObject({
  onFailure: z
    .enum(['park', 'fail'])
    .default('park')
    .describe(
      'What cannot be got over by itself: `park` the branch, let the rest go on and wait for a person, or let the run `fail`.',
    ),
  parkSeconds: wait().describe(
    'How long a parked branch waits for a person before the run fails. Left out: no deadline.',
  ),
  gateSeconds: wait().describe('How long a gate waits for a person before it is rejected. Left out: no deadline.'),
});

export const patienceSchema = z.strictObject({
  unreachableSeconds: seconds()
    .default(600)
    .describe('A node that does not answer over SSH: long enough for a reboot with its firmware checks.'),
  packageLockSeconds: seconds()
    .default(900)
    .describe(
      'A package manager or cloud-init that is busy on a node: unattended upgrades of a fresh machine take minutes.',
    ),
  downloadSeconds: seconds()
    .default(600)
    .describe('An artifact that cannot be downloaded: a mirror that restarts, a proxy that is switched.'),
  imagePullSeconds: seconds()
    .default(900)
    .describe('An image that cannot be pulled: a registry that restarts or limits its rate.'),
  apiServerSeconds: seconds()
    .default(300)
    .describe(
      'A control plane endpoint that does not answer: images start slowly on small disks; kubeadm itself waits as long.',
    ),
  etcdSeconds: seconds()
    .default(600)
    .describe(
      'An etcd cluster that is not healthy: a member that restarts catches up, an election on a slow disk ends.',
    ),
  drainSeconds: seconds()
    .default(300)
    .describe(
      'Pods of a node that is drained and that cannot be evicted: a disruption budget that is full for a while.',
    ),
  nodeReadySeconds: seconds()
    .default(600)
    .describe('A node that joined and is not Ready: the images of its pod network are still pulled.'),
});
