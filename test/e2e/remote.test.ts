import { MockActivityEnvironment } from '@temporalio/testing';
import { createLab } from '../../lab/index';
import { createActivities } from '../../src/activities';
import type { NodeTask, SlipwayActivities } from '../../src/activities/contract';
import { sshTargetOf } from '../../src/activities/ssh-target';
import type { Cluster } from '../../src/config/cluster';
import { parseCluster } from '../../src/config/parse-cluster';
import { converge } from '../../src/remote/converge';
import { claimFence } from '../../src/remote/fence';
import { digestInput, followOperation, startOrAttach, type OperationInput } from '../../src/remote/operation';
import type { Resource, UnitResource } from '../../src/resources/resource';
import { createSessions } from '../../src/ssh/pool';
import type { Session } from '../../src/ssh/session';

const NODES = ['cp-1', 'worker-1'];
const SYSCTL_FILE = '/etc/sysctl.d/99-zz-slipway.conf';
const fence = { clusterUid: 'uid-1', epoch: 1, holder: 'default/slipway/remote/run-1' };

jest.setTimeout(120_000);

describe('a real machine', () => {
  const lab = createLab({ name: 'remote', controlPlanes: 1, workers: 1 });
  const sessions = createSessions();
  const activities = createActivities({ sessions });
  let cluster: Cluster;

  beforeAll(async () => {
    await lab.up();
    const parsed = parseCluster(await lab.clusterYaml({ loadBalancer: 'keepalived-haproxy' }));
    if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join('\n'));
    ({ cluster } = parsed);
  }, 600_000);
  afterAll(async () => {
    await sessions.closeAll();
    await lab.down();
  }, 120_000);

  const run = <Name extends keyof SlipwayActivities>(
    name: Name,
    input: Parameters<SlipwayActivities[Name]>[0],
  ): Promise<Awaited<ReturnType<SlipwayActivities[Name]>>> => {
    const activity = activities[name] as (given: unknown) => Promise<Awaited<ReturnType<SlipwayActivities[Name]>>>;
    const env = new MockActivityEnvironment({ heartbeatTimeoutMs: 8000, activityType: name });
    return env.run(activity, input);
  };
  const task = (node: string): NodeTask => ({ cluster, node, fence });
  const open = (node = 'cp-1'): Promise<Session> => sessions.get(sshTargetOf(cluster, node));
  const stdoutOf = async (node: string, ...argv: string[]) => (await lab.exec(node, argv)).stdout.trim();
  const preparations = [
    'prepareNode',
    'installRuntime',
    'installLoadBalancer',
    'installKubernetes',
    'pullImages',
  ] as const;

  it('shows what would change, with the text of every file, before anything is written', async () => {
    const { nodes } = await run('diffNodes', { cluster, nodes: NODES });
    for (const { error, steps } of nodes) {
      expect(error).toBeUndefined();
      const diffs = steps.flatMap(({ diffs: each }) => each);
      expect(diffs.find(({ path }) => path === '/etc/containerd/config.toml')?.diff).toContain('+version = 2');
    }
    expect(await stdoutOf('cp-1', 'sh', '-c', 'ls -d /var/lib/slipway 2>&1 || true')).toContain('No such file');
  });

  it.each(NODES)(
    '%s is made ready for kubeadm by the five activities',
    async (node) => {
      await run('claimNode', { ...task(node), takeOver: false });
      for (const name of preparations) {
        const { steps } = await run(name, task(node));
        expect(steps.flatMap(({ unsupported }) => unsupported).filter(({ kind }) => kind !== 'sysctl')).toEqual([]);
      }
      expect(await stdoutOf(node, 'systemctl', 'is-active', 'containerd')).toBe('active');
      expect(await stdoutOf(node, 'systemctl', 'is-enabled', 'kubelet')).toBe('enabled');
      expect(await stdoutOf(node, 'ctr', '-n', 'k8s.io', 'images', 'ls', '-q')).toContain('kube-proxy:v1.34.4');
      expect(await stdoutOf(node, 'kubeadm', 'version', '-o', 'short')).toBe('v1.34.4');
    },
    300_000,
  );

  it('has nothing to do the second time, in one round trip an activity', async () => {
    const session = await open();
    for (const name of preparations) {
      const before = session.roundTrips;
      const { steps } = await run(name, task('cp-1'));
      expect(
        steps.flatMap(({ step, pending }) => pending.map(({ subject, reason }) => [step, subject, reason])),
      ).toEqual([]);
      expect(session.roundTrips - before).toBe(1);
    }
  }, 60_000);

  describe('with a unit', () => {
    const path = '/etc/systemd/system/lamp.service';
    const lamp = (text: string, changes: Partial<UnitResource> = {}): Resource[] => [
      {
        kind: 'file',
        disruption: 'none',
        path,
        mode: '0644',
        content: `[Service]\nExecStart=/bin/sleep infinity\n# ${text}\n[Install]\nWantedBy=multi-user.target\n`,
      },
      {
        kind: 'unit',
        disruption: 'service',
        name: 'lamp.service',
        enabled: true,
        active: true,
        stamp: text,
        ...changes,
      },
    ];
    const apply = async (resources: Resource[]) => {
      const options = { mode: 'apply', cluster: 'remote', fence } as const;
      const [report] = await converge(await open(), [{ name: 'lamp', title: 'Light the lamp', resources }], options);
      return report?.pending.map(({ reason }) => reason);
    };
    const mainPid = () => stdoutOf('cp-1', 'systemctl', 'show', '-p', 'MainPID', 'lamp.service');

    it('starts and enables it, and restarts it when its inputs have changed, also after a crash in between', async () => {
      expect(await apply(lamp('one'))).toEqual(['missing', 'systemd knows no such unit']);
      const first = await mainPid();
      expect(await apply(lamp('one'))).toEqual([]);
      expect(await mainPid()).toBe(first);
      // As if the worker had died between "file written" and "unit restarted".
      await lab.exec('cp-1', ['sed', '-i', 's/# one/# two/', path]);
      await lab.exec('cp-1', ['systemctl', 'daemon-reload']);
      expect(await apply(lamp('two'))).toEqual(['its inputs changed since it was last restarted']);
      expect(await mainPid()).not.toBe(first);
      expect(await apply(lamp('two'))).toEqual([]);
    });

    it('wants enabled without active, stopped, disabled and masked, each as asked', async () => {
      expect(await apply(lamp('two', { active: false }))).toEqual(['active (running), want stopped']);
      await lab.exec('cp-1', ['systemctl', 'disable', 'lamp.service']);
      expect(await apply(lamp('two', { active: false }))).toEqual(['disabled, want enabled']);
      expect(await stdoutOf('cp-1', 'sh', '-c', 'systemctl is-active lamp.service || true')).toBe('inactive');
      const [, unit] = lamp('two', { enabled: false, active: false });
      expect(await apply(unit ? [unit] : [])).toEqual(['enabled, want disabled']);
      await lab.exec('cp-1', ['rm', path]);
      const masked: Resource = {
        kind: 'unit',
        disruption: 'service',
        name: 'lamp.service',
        enabled: false,
        masked: true,
      };
      expect(await apply([masked])).toHaveLength(1);
      expect(await stdoutOf('cp-1', 'sh', '-c', 'systemctl is-enabled lamp.service || true')).toBe('masked');
      await lab.exec('cp-1', ['rm', path]);
      expect(await apply(lamp('three'))).toContainEqual(expect.stringContaining('missing'));
      expect(await stdoutOf('cp-1', 'systemctl', 'is-active', 'lamp.service')).toBe('active');
    });

    it('says what it logged when it does not start', async () => {
      const broken = lamp('four').map((each) =>
        each.kind === 'file'
          ? {
              ...each,
              content: each.content
                .replace('/bin/sleep infinity', '/bin/false')
                .replace('[Service]', '[Service]\nType=oneshot'),
            }
          : each,
      );
      await expect(apply(broken)).rejects.toMatchObject({
        kind: 'step-not-converged',
        message: expect.stringMatching(/lamp\.service.*Failed/s),
      });
    });
  });

  describe('with a detached operation', () => {
    const input = (script: string): OperationInput => ({
      cluster: 'remote',
      verb: 'work',
      inputDigest: digestInput(script),
      script,
      timeoutSeconds: 120,
      fence,
    });
    const work = (name: string) =>
      `echo begun >>/run/${name}; i=0; while [ $i -lt 20 ]; do echo "$i"; i=$((i+1)); sleep 0.2; done`;

    it('goes on when the connection is lost, and is attached to over the next one', async () => {
      const session = await open('worker-1');
      const { id } = await startOrAttach(session, input(work('lost')));
      const following = followOperation(session, id);
      await session.close();
      await expect(following).rejects.toMatchObject({ name: 'SshError', kind: 'connection-lost' });
      const again = await open('worker-1');
      expect(await startOrAttach(again, input(work('lost')))).toEqual({ id, how: 'attached' });
      expect(await followOperation(again, id)).toMatchObject({ exitCode: 0, tail: expect.stringMatching(/\n19\n$/) });
      expect(await stdoutOf('worker-1', 'cat', '/run/lost')).toBe('begun');
      expect(await stdoutOf('worker-1', 'systemctl', '--failed', '--no-legend')).toBe('');
    }, 60_000);

    it('is lost with the power, and what it was to do is started anew', async () => {
      const { id } = await startOrAttach(await open('worker-1'), input(work('power')));
      await lab.powerCut('worker-1');
      await lab.boot('worker-1');
      const session = await open('worker-1');
      await expect(followOperation(session, id)).rejects.toMatchObject({ kind: 'operation-lost' });
      const again = await startOrAttach(session, input(work('power')));
      expect(again).toEqual({ id: id.replace(/1$/, '2'), how: 'started' });
      expect(await followOperation(session, again.id)).toMatchObject({ exitCode: 0 });
    }, 120_000);

    it('is known as running from the moment its start is queued', async () => {
      const session = await open('cp-1');
      const untilReleased = input('echo begun >>/run/queued; while [ ! -e /run/go ]; do sleep 0.1; done');
      const first = await startOrAttach(session, untilReleased);
      const others = await Promise.all([1, 2, 3].map(() => startOrAttach(session, untilReleased)));
      expect(others).toEqual(others.map(() => ({ id: first.id, how: 'attached' })));
      await lab.exec('cp-1', ['touch', '/run/go']);
      await followOperation(session, first.id);
      expect(await stdoutOf('cp-1', 'cat', '/run/queued')).toBe('begun');
    }, 60_000);
  });

  it('refuses a run that another one has replaced', async () => {
    await claimFence(await open(), { ...fence, epoch: 2, holder: 'default/slipway/remote/run-2' });
    await lab.exec('cp-1', ['rm', SYSCTL_FILE]);
    await expect(run('prepareNode', task('cp-1'))).rejects.toMatchObject({
      type: 'SupersededByRun',
      nonRetryable: true,
      message: expect.stringContaining('a newer run holds the node (default/slipway/remote/run-2, epoch 2)'),
    });
    expect((await lab.exec('cp-1', ['sh', '-c', `ls ${SYSCTL_FILE} 2>&1 || true`])).stdout).toContain('No such file');
  });

  it('is wiped of what an earlier cluster left, and of nothing else', async () => {
    const newer = { ...fence, epoch: 3 };
    await run('claimNode', { ...task('cp-1'), fence: newer, takeOver: true });
    await lab.exec('cp-1', [
      'sh',
      '-c',
      'mkdir -p /etc/kubernetes/pki /var/lib/etcd/member && touch /etc/kubernetes/admin.conf',
    ]);
    const { removed } = await run('wipeNode', { ...task('cp-1'), fence: newer });
    expect(removed).toEqual(
      expect.arrayContaining(['/etc/kubernetes/pki', '/etc/kubernetes/admin.conf', '/var/lib/etcd']),
    );
    expect(await stdoutOf('cp-1', 'sh', '-c', 'ls /etc/kubernetes')).not.toContain('pki');
    expect(await stdoutOf('cp-1', 'systemctl', 'is-active', 'containerd')).toBe('active');
    expect(await run('wipeNode', { ...task('cp-1'), fence: newer })).toEqual({ removed: [] });
  }, 60_000);
});
