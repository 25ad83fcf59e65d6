import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import type { SlipwayActivities } from '../../src/activities/contract';
import { gatherFacts } from '../../src/activities/gather-facts';
import type { KnownMachines } from '../../src/activities/known-machines';
import type { StaticFacts } from '../../src/remote/static-facts';
import { SshError } from '../../src/ssh/errors';
import type { Session } from '../../src/ssh/session';
import { haCluster } from '../fakes/clusters';
import { SimulatedNode } from '../fakes/simulated-kubeadm';

// Each test runs several hundred small processes.
jest.setTimeout(60_000);

// A checksum that is missing would be fetched from its publisher.
const sum = 'ab'.repeat(32);
const artifact = { sha256: { amd64: sum, arm64: sum } };
const binaries = { kubeadm: sum, kubelet: sum, kubectl: sum };
const cluster = haCluster({
  artifacts: {
    kubernetes: { baseUrl: 'http://127.0.0.1:1/release', sha256: { amd64: binaries, arm64: binaries } },
    containerd: { ...artifact, url: 'http://127.0.0.1:1/containerd.tgz' },
    runc: { ...artifact, url: 'http://127.0.0.1:1/runc' },
    cniPlugins: { ...artifact, url: 'http://127.0.0.1:1/cni.tgz' },
  },
});

let node: SimulatedNode;
let session: Session;

beforeEach(() => {
  node = new SimulatedNode();
  node.addCommand('uname', 'case $1 in -m) echo x86_64 ;; *) echo 6.1.0 ;; esac');
  node.addCommand(
    'ip',
    `case "$*" in
      *link*) echo '2: eth0: <UP> mtu 1500 \\\\    link/ether 02:00:00:00:00:11 brd x' ;;
      *address*) echo '2: eth0    inet 10.0.0.21/24 brd 10.0.0.255 scope global eth0' ;;
    esac`,
  );
  node.addCommand('dd', ':');
  session = node.asSession('w-1');
});

afterEach(() => node.close());

function gather(nodes: readonly string[], machines?: KnownMachines): ReturnType<SlipwayActivities['gatherFacts']> {
  const sessions = {
    get: ({ node: name }: { node: string }) =>
      name === 'w-1'
        ? Promise.resolve(session)
        : Promise.reject(
            new SshError('host-key-changed', { node: name, host: 'x:22', cause: 'another key', nextAction: 'Look.' }),
          ),
    closeAll: async () => {},
  };
  const environment = new MockActivityEnvironment(
    { heartbeatTimeoutMs: 8000, activityType: 'gatherFacts' },
    {
      logger: new DefaultLogger('ERROR', () => {}),
    },
  );
  const work = gatherFacts({ sessions, ...(machines && { machines }) });
  return environment.run(work, { cluster, nodes });
}

test('a machine that is not known yet takes two round trips, a known one takes one', async () => {
  const first = await gather(['w-1']);
  expect(first.roundTrips).toEqual({ 'w-1': 2 });
  const second = await gather(['w-1']);
  expect(second.roundTrips).toEqual({ 'w-1': 1 });
  expect(second.facts[0]?.steps?.map(({ step }) => step)).toEqual(first.facts[0]?.steps?.map(({ step }) => step));
  expect(first.facts[0]?.steps?.find(({ step }) => step === 'install-kubernetes')?.pending).not.toEqual([]);
});

test('a machine that another worker has met takes one round trip, and the same answer', async () => {
  const kept = new Map<string, StaticFacts>();
  const machines: KnownMachines = {
    recall: async (machine) => kept.get(machine),
    remember: async (machine, facts) => void kept.set(machine, facts),
  };
  const first = await gather(['w-1'], machines);
  session = node.asSession('w-1');
  const second = await gather(['w-1'], machines);
  expect([first.roundTrips, second.roundTrips]).toEqual([{ 'w-1': 2 }, { 'w-1': 1 }]);
  expect(second.facts[0]?.steps).toEqual(first.facts[0]?.steps);
});

test('what is remembered of a machine that was built anew costs a round trip and changes no answer', async () => {
  const first = await gather(['w-1']);
  session = node.asSession('w-1');
  const machines: KnownMachines = {
    recall: async () => ({
      os: { id: 'debian', idLike: [], versionId: '12', prettyName: 'Debian' },
      architecture: 'arm64',
      interfaces: first.facts[0]?.interfaces ?? [],
    }),
    remember: async () => {},
  };
  const second = await gather(['w-1'], machines);
  expect(second.roundTrips).toEqual({ 'w-1': 2 });
  expect(second.facts[0]?.steps).toEqual(first.facts[0]?.steps);
});

test('a machine that steps cannot be made for is told without them', async () => {
  node.addCommand('uname', 'echo riscv64');
  expect((await gather(['w-1'])).facts).toEqual([expect.not.objectContaining({ steps: expect.anything() })]);
});

test('a node that cannot be asked does not keep the others from being told', async () => {
  const { facts, unreachable } = await gather(['cp-1', 'w-1']);
  expect(facts.map((each) => each.node)).toEqual(['w-1']);
  expect(unreachable).toEqual([
    { node: 'cp-1', type: 'HostKeyChanged', message: expect.stringContaining('another key') },
  ]);
});

test('a node whose connection dies under the question is asked again', async () => {
  const answers = session.run.bind(session);
  const lost = { node: 'w-1', host: 'x:22', cause: 'the server hung up', nextAction: 'Look.' };
  const dying = jest.spyOn(session, 'run').mockRejectedValueOnce(new SshError('connection-lost', lost));
  dying.mockImplementation(answers);
  const { facts, unreachable } = await gather(['w-1']);
  expect([facts.map((each) => each.node), unreachable]).toEqual([['w-1'], []]);
});
