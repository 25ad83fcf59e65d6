import { converge } from '../../../src/remote/converge';
import { claimFence } from '../../../src/remote/fence';
import type { Step } from '../../../src/resources/resource';
import { fakeNodeCommands } from '../../fakes/node-commands';
import { SystemdNode } from '../../fakes/systemd-node';

jest.setTimeout(60_000);

const fence = { clusterUid: 'uid-1', epoch: 1, holder: 'default/slipway/demo/run-1' };

describe('what apt knows of a repository', () => {
  let node: SystemdNode;
  beforeEach(async () => {
    node = new SystemdNode();
    fakeNodeCommands(node);
    await claimFence(node, fence);
  });
  afterEach(() => node.close());

  const steps = (stamp: string): Step[] => [
    {
      name: 'index',
      title: 'Index',
      resources: [{ kind: 'package-index', manager: 'apt', repository: 'slipway-tools', stamp, disruption: 'none' }],
    },
  ];
  const apply = (stamp: string) => converge(node, steps(stamp), { mode: 'apply', cluster: 'demo', fence });
  const isPending = async (stamp: string) =>
    (await converge(node, steps(stamp), { mode: 'check' })).some(({ pending }) => pending.length > 0);

  it('is read once, and again when its definition is another', async () => {
    expect(await isPending('first')).toBe(true);
    await apply('first');
    expect([await isPending('first'), await isPending('second')]).toEqual([false, true]);
  });

  it('is not taken for read where apt could fetch nothing, and says so', async () => {
    node.addCommand('apt-get', `echo 'W: Failed to fetch https://packages.example.com/InRelease' >&2`);
    await expect(apply('first')).rejects.toThrow('Failed to fetch');
    expect(await isPending('first')).toBe(true);
  });
});
