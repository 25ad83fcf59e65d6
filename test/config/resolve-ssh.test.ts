import { resolveSsh } from '../../src/config/resolve-ssh';

const privateKey = { file: '/etc/slipway/key' };

test('without settings, root logs in by the agent and host keys are those of known_hosts', () => {
  expect(resolveSsh('10.0.0.1', [])).toEqual({
    host: '10.0.0.1',
    port: 22,
    user: 'root',
    agent: true,
    knownHosts: { file: '~/.ssh/known_hosts' },
    hostKeys: [],
    trustOnFirstUse: false,
    sudo: 'none',
  });
});

test('the nearer layer wins, key by key', () => {
  const ssh = resolveSsh('10.0.0.1', [{ user: 'ops', port: 2222, privateKey }, { port: 2200 }, { user: 'admin' }]);
  expect(ssh).toMatchObject({ user: 'admin', port: 2200, privateKey });
});

test('a user other than root is expected to have sudo without a password', () => {
  expect(resolveSsh('10.0.0.1', [{ user: 'ops' }]).sudo).toBe('passwordless');
});

test('the agent is not asked where a key or a password is given, unless it is named', () => {
  expect(resolveSsh('10.0.0.1', [{ privateKey }]).agent).toBe(false);
  expect(resolveSsh('10.0.0.1', [{ password: { env: 'P' } }]).agent).toBe(false);
  expect(resolveSsh('10.0.0.1', [{ privateKey, agent: true }]).agent).toBe(true);
});

test('a bastion inherits user, keys and known hosts, but no password, port, pinned key or sudo', () => {
  const { bastion } = resolveSsh('10.0.0.1', [
    {
      user: 'ops',
      port: 2222,
      privateKey,
      passphrase: { env: 'PASSPHRASE' },
      password: { env: 'P' },
      hostKeys: ['SHA256:x'],
      bastion: { host: 'gw' },
    },
  ]);
  expect(bastion).toEqual({
    host: 'gw',
    port: 22,
    user: 'ops',
    privateKey,
    passphrase: { env: 'PASSPHRASE' },
    agent: false,
    knownHosts: { file: '~/.ssh/known_hosts' },
    hostKeys: [],
    trustOnFirstUse: false,
  });
});

test('a bastion with credentials of its own is not shown those of the node', () => {
  const { bastion } = resolveSsh('10.0.0.1', [{ privateKey, bastion: { host: 'gw', password: { env: 'GW' } } }]);
  expect(bastion).toMatchObject({ agent: false, password: { env: 'GW' } });
  expect(bastion).not.toHaveProperty('privateKey');
});

test('a node behind no bastion says so', () => {
  expect(resolveSsh('10.0.0.1', [{ bastion: { host: 'gw' } }, { bastion: 'none' }])).not.toHaveProperty('bastion');
});
