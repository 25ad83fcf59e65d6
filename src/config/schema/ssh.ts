import { z } from 'zod';
import { hostOrIp } from './addresses';
import { workerPath } from './locations';
import { port, text } from './scalars';
import { secretRef } from './secret';

const userName = () => text('a user name such as ops', /^[A-Za-z_][A-Za-z0-9_.-]{0,31}$/, 32);
const hostKey = () =>
  text(
    'a host key such as "ssh-ed25519 AAAA…", without a comment, or its fingerprint "SHA256:…"',
    /^(?:(?:ssh|ecdsa|sk-ssh|sk-ecdsa)-[a-z0-9@.-]+ [A-Za-z0-9+/]+={0,2}|SHA256:[A-Za-z0-9+/]{43}=?)$/,
    4096,
  );

const workerFile = z.strictObject(
  { file: workerPath().describe('Path of the file.') },
  { error: '{file: path}, a file on the worker' },
);

const hop = {
  user: userName().optional().describe('User to log in as. Default: root.'),
  port: port().optional().describe('Port of sshd. Default: 22.'),
  privateKey: workerFile.optional().describe('File on the worker with the private key of the user.'),
  passphrase: secretRef().optional().describe('Passphrase of the private key.'),
  agent: z
    .boolean()
    .optional()
    .describe('Use the SSH agent of the worker. Default: true when neither a private key nor a password is given.'),
  password: secretRef().optional().describe('Password of the user.'),
  knownHosts: workerFile
    .optional()
    .describe('known_hosts file that host keys are checked against. Default: ~/.ssh/known_hosts of the worker.'),
  hostKeys: z
    .array(hostKey())
    .optional()
    .describe('Pinned host keys or fingerprints; when given, nothing else is trusted.'),
  trustOnFirstUse: z
    .boolean()
    .optional()
    .describe('Trust and remember the key of a host that is not known yet. Default: false.'),
};

const bastion = z.strictObject({ host: hostOrIp().describe('Bastion that the connection goes through.'), ...hop });

const sudo = z.union(
  [z.enum(['none', 'passwordless']), z.strictObject({ password: secretRef().describe('Password for sudo.') })],
  {
    error: 'none, passwordless, or {password: {file: path}} or {password: {env: NAME}}',
  },
);

/** SSH settings that may stand under `spec.ssh`, a group, or a node; the nearer wins, key by key. */
export const sshSchema = z.strictObject({
  ...hop,
  sudo: sudo
    .optional()
    .describe(
      'How root is reached: `none` (the user is root), `passwordless`, or a password. Default: `none` for root, else `passwordless`.',
    ),
  bastion: z
    .union([z.literal('none'), bastion], { error: 'none, or a mapping with host' })
    .optional()
    .describe(
      'Host that the connection goes through, or `none`. What it leaves out (user, keys, known hosts; never a password) is taken from the node’s settings.',
    ),
});

export const nodeSshSchema = sshSchema.extend({
  host: hostOrIp().optional().describe('Where sshd of the node is reached. Default: the address of the node.'),
});

export type SshFile = z.output<typeof sshSchema>;
