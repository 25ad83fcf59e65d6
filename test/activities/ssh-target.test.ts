import { homedir } from 'node:os';
import { nodeOf, sshTargetOf } from '../../src/activities/ssh-target';
import { haCluster } from '../fakes/clusters';

describe('the way into a node', () => {
  it('is what the cluster file says, with home directories of this worker', () => {
    const cluster = haCluster({
      ssh: {
        user: 'ops',
        privateKey: { file: '~/.ssh/id_ed25519' },
        passphrase: { env: 'PASSPHRASE' },
        sudo: { password: { file: '~/sudo' } },
        hostKeys: ['SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
        bastion: { host: 'gate.example', user: 'hop', port: 2222 },
      },
    });
    expect(sshTargetOf(cluster, 'cp-1')).toEqual({
      node: 'cp-1',
      host: '10.0.0.11',
      port: 22,
      user: 'ops',
      auth: { privateKeyFile: `${homedir()}/.ssh/id_ed25519`, passphraseRef: { env: 'PASSPHRASE' } },
      hostKey: {
        pinned: ['SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
        knownHostsFile: `${homedir()}/.ssh/known_hosts`,
        trustOnFirstUse: false,
      },
      sudo: { mode: 'password', passwordRef: { file: `${homedir()}/sudo` } },
      bastion: expect.objectContaining({ node: "cp-1's bastion", host: 'gate.example', port: 2222, user: 'hop' }),
    });
  });

  it('is as root by the agent where the file says nothing', () => {
    expect(sshTargetOf(haCluster(), 'cp-1')).toMatchObject({
      user: 'root',
      auth: { agent: true },
      sudo: { mode: 'none' },
    });
  });

  it('is asked for nodes of the cluster only', () => {
    expect(() => nodeOf(haCluster(), 'cp-9')).toThrow('cluster demo has no node cp-9');
  });
});
