import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { askEndpoints, askHashes, EtcdUnreachable, listMembers } from '../../src/remote/etcd-gateway';
import { createFakeSession } from '../fakes/fake-session';
import { createLocalSession } from '../fakes/local-session';

const encode = (text: string) => Buffer.from(text).toString('base64');

describe('etcd gateway', () => {
  it('asks for the hash of the keys alone, which is equal on equal members, not for that of the whole database', async () => {
    const stdout = `0.hash ${encode('{"hash":7,"compact_revision":"-1"}')}\n0.took ${encode('12')}\n`;
    const session = createFakeSession('cp-1', [{ when: '/v3/maintenance/hashkv', answer: stdout }]);
    const [answer] = await askHashes(session, ['https://10.0.0.11:2379'], '600');
    expect(answer).toEqual({
      endpoint: 'https://10.0.0.11:2379',
      tookMs: 12,
      hash: { hash: 7, compact_revision: '-1' },
    });
  });

  it('gets no hash of an etcd that has no such call, nor takes its refusal for one', async () => {
    const etcd = createServer((_request, response) => response.writeHead(404).end('Not Found\n'));
    await new Promise<void>((resolve) => etcd.listen(0, '127.0.0.1', resolve));
    const endpoint = `http://127.0.0.1:${(etcd.address() as AddressInfo).port}`;
    try {
      const [answer] = await askHashes(createLocalSession(), [endpoint], '600');
      expect(answer).toMatchObject({ endpoint, error: expect.stringContaining('404') });
      expect(answer).not.toHaveProperty('hash');
    } finally {
      etcd.close();
    }
  });

  it('keeps the word of an endpoint that does not answer beside those that do', async () => {
    const answer = `0.error ${encode('connection refused')}\n0.took ${encode('5')}\n1.health ${encode('{"health":"true"}')}\n1.took ${encode('6')}\n1.error \n`;
    const session = createFakeSession('cp-1', [{ when: '/health', answer }]);
    const [dead, live] = await askEndpoints(session, ['https://a:2379', 'https://b:2379']);
    expect(dead).toMatchObject({ tookMs: 5, error: 'connection refused' });
    expect(live).toMatchObject({ tookMs: 6, health: { health: 'true' } });
  });

  it('names the node whose etcd does not answer', async () => {
    const session = createFakeSession('cp-1', [
      { when: 'member/list', answer: { exitCode: 7, stderr: 'curl: (7) refused' } },
    ]);
    await expect(listMembers(session)).rejects.toThrow(EtcdUnreachable);
    await expect(listMembers(session)).rejects.toThrow(/etcd on cp-1 does not answer: curl: \(7\) refused/);
  });
});
