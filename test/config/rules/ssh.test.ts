import { sshAccess } from '../../../src/config/rules/ssh';
import { describeRule } from './describe-rule';

const only = (ssh: object) => ({ nodes: [{ name: 'a', address: '10.0.0.1', roles: ['control-plane'], ssh }] });
const privateKey = { file: '/etc/slipway/key' };

describeRule('sshAccess', sshAccess, {
  good: {
    'root by the agent': only({}),
    'a user with a password for sudo': only({ user: 'ops', privateKey, sudo: { password: { env: 'SUDO' } } }),
    'a bastion that inherits the key': only({ privateKey, bastion: { host: 'bastion' } }),
  },
  bad: {
    'no way to log in': [only({ agent: false }), 'spec.nodes[0].ssh: there is no way to log in to 10.0.0.1'],
    'no way to log in to the bastion': [
      only({ privateKey, bastion: { host: 'bastion', agent: false } }),
      'spec.nodes[0].ssh.bastion: there is no way to log in to bastion',
    ],
    'a user without sudo': [
      only({ user: 'ops', sudo: 'none' }),
      'spec.nodes[0].ssh.sudo: the user ops is not root and has no sudo',
    ],
    'a passphrase for nothing': [
      only({ passphrase: { env: 'PASSPHRASE' } }),
      'spec.nodes[0].ssh.passphrase: a passphrase without a private key',
    ],
  },
});
