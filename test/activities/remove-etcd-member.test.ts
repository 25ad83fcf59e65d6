import { removeEtcdMember } from '../../src/activities/remove-etcd-member';
import { haCluster } from '../fakes/clusters';
import { createFakeSession, type FakeSession } from '../fakes/fake-session';
import { runActivityOn } from '../fakes/run-activity';

const cluster = haCluster();
const fence = { clusterUid: 'uid', epoch: 1, holder: 'default/slipway/demo/run-1' };
const encode = (text: string) => Buffer.from(text).toString('base64');

interface Member {
  readonly number: number;
  readonly healthy?: boolean;
}

/** etcd of three control planes as cp-2 tells it; a removal takes the member off its list. */
class Etcd {
  members: Member[];
  leader: number;
  readonly session: FakeSession;
  readonly removed: string[] = [];
  readonly movedTo: string[] = [];

  constructor(members: Member[], leader: number) {
    this.members = members;
    this.leader = leader;
    this.session = createFakeSession('cp-2', [
      { when: '/v3/cluster/member/list', answer: () => ({ stdout: this.#list() }) },
      { when: '/v3/cluster/member/remove', answer: (script) => this.#remove(script) },
      { when: 'transfer-leadership', answer: (script) => this.#move(script) },
      { when: '/v3/maintenance/hashkv', answer: '' },
      {
        when: '/health',
        answer: () => ({ stdout: this.members.map((member, index) => this.#tell(member, index)).join('\n') }),
      },
    ]);
  }

  #list(): string {
    const members = this.members.map(({ number }) => ({
      ID: String(number),
      name: `cp-${number}`,
      peerURLs: [`https://10.0.0.1${number}:2380`],
      clientURLs: [`https://10.0.0.1${number}:2379`],
    }));
    return JSON.stringify({ members });
  }

  #tell({ number, healthy = true }: Member, index: number): string {
    if (!healthy) return `${index}.error ${encode('refused')}\n${index}.took ${encode('1')}`;
    const status = { header: { member_id: String(number), revision: '7' }, leader: String(this.leader) };
    return `${index}.health ${encode('{"health":"true"}')}\n${index}.status ${encode(JSON.stringify(status))}\n${index}.took ${encode('1')}`;
  }

  #remove(script: string): { stdout: string } {
    const id = /"ID":"(\d+)"/.exec(script)?.[1] ?? '';
    this.removed.push(id);
    this.members = this.members.filter(({ number }) => String(number) !== id);
    return { stdout: this.#list() };
  }

  #move(script: string): { stdout: string } {
    this.movedTo.push(`${/https:\/\/(\S+?)\/v3/.exec(script)?.[1]} -> ${/"targetID":"(\d+)"/.exec(script)?.[1]}`);
    return { stdout: '{}' };
  }
}

const remove = (etcd: Etcd, node = 'cp-1') =>
  runActivityOn({ 'cp-2': etcd.session }, removeEtcdMember, { cluster, fence, node, controlPlane: 'cp-2' });

test('the member is removed under the peer’s fence, and etcd has its quorum without it', async () => {
  const etcd = new Etcd([{ number: 1 }, { number: 2 }, { number: 3 }], 3);
  expect(await remove(etcd)).toEqual({ removed: true });
  expect([etcd.removed, etcd.movedTo]).toEqual([['1'], []]);
  const removal = etcd.session.scripts.find((script) => script.includes('member/remove'));
  expect(removal).toContain('require_fence');
});

test('a member that leads hands over to a healthy one first', async () => {
  const etcd = new Etcd([{ number: 1 }, { number: 2, healthy: false }, { number: 3 }, { number: 4 }], 1);
  await remove(etcd);
  expect([etcd.movedTo, etcd.removed]).toEqual([['10.0.0.11:2379 -> 3'], ['1']]);
});

test('nothing is removed where the quorum would be lost, and who has to come back is named', async () => {
  const etcd = new Etcd([{ number: 1 }, { number: 2 }, { number: 3, healthy: false }], 2);
  await expect(remove(etcd)).rejects.toMatchObject({
    type: 'EtcdQuorumAtRisk',
    message: expect.stringMatching(/etcd would lose its quorum.*\(not cp-3\).*Bring the members that are named back/),
  });
  expect(etcd.removed).toEqual([]);
});

test('what an earlier attempt has removed is only looked at', async () => {
  const etcd = new Etcd([{ number: 2 }, { number: 3 }], 2);
  expect(await remove(etcd)).toEqual({ removed: false });
  expect(etcd.removed).toEqual([]);
});
