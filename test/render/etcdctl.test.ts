import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { renderEtcdctl } from '../../src/render/etcdctl';
import { externalEndpoints } from '../../src/render/parts/external-etcd';
import { externalEtcdCluster } from '../fakes/clusters';
import { describeGoldens } from '../fakes/goldens';

const program = '/usr/local/libexec/etcd/etcd-v3.6.5-linux-amd64/etcdctl';

describeGoldens('etcdctl', 'txt', {
  etcdctl: () => renderEtcdctl({ program, endpoints: externalEndpoints(externalEtcdCluster()) }),
});

describe('run', () => {
  const directory = mkdtempSync(join(tmpdir(), 'etcdctl-'));
  const etcdctl = join(directory, 'etcdctl');
  const said = (args: readonly string[], env = {}) => execFileSync('sh', [etcdctl, ...args], { encoding: 'utf8', env });

  beforeAll(() => {
    const real = join(directory, 'real');
    writeFileSync(real, '#!/bin/sh\nenv | grep ^ETCDCTL_ | sort\necho "$@"\n');
    chmodSync(real, 0o700);
    writeFileSync(etcdctl, renderEtcdctl({ program: real, endpoints: ['https://a:2379', 'https://b:2379'] }));
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  test('with no flag it asks all members with the client’s certificate', () => {
    expect(said(['endpoint', 'health'])).toBe(
      [
        'ETCDCTL_CACERT=/etc/etcd/pki/ca.crt',
        'ETCDCTL_CERT=/etc/etcd/pki/client.crt',
        'ETCDCTL_ENDPOINTS=https://a:2379,https://b:2379',
        'ETCDCTL_KEY=/etc/etcd/pki/client.key',
        'endpoint health\n',
      ].join('\n'),
    );
  });

  test.each([[['--endpoints', 'https://c:2379']], [['--endpoints=https://c:2379']]])(
    'a flag takes the place of its variable: %j',
    (flag) => {
      const answer = said([...flag, 'member', 'list']);
      expect(answer).not.toContain('ETCDCTL_ENDPOINTS');
      expect(answer).toContain('ETCDCTL_CACERT');
    },
  );

  test('a variable that is set already stays', () => {
    expect(said(['member', 'list'], { ETCDCTL_KEY: '/root/key' })).toContain('ETCDCTL_KEY=/root/key');
  });
});
