import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { ActivityCancellationDetails, CancelledFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import type { HeartbeatDetails } from '../../src/activities/heartbeat';
import { runNodeActivity, type NodeFrame } from '../../src/activities/node-activity';
import { RemoteError } from '../../src/remote/errors';
import { claimFence } from '../../src/remote/fence';
import { digestInput } from '../../src/remote/operation';
import type { Step } from '../../src/resources/resource';
import { SshError } from '../../src/ssh/errors';
import type { ExecOptions, ExecResult } from '../../src/ssh/session';
import { singleCluster } from '../fakes/clusters';
import { SystemdNode } from '../fakes/systemd-node';

const fence = { clusterUid: 'uid-1', epoch: 1, holder: 'default/slipway/demo/run-1' };
const lost = () =>
  new SshError('connection-lost', { node: 'solo', host: '10.0.0.11:22', cause: 'cut', nextAction: 'Look there.' });

/** A node whose connection dies under its next commands, before or after they have reached it. */
class ShakyNode extends SystemdNode {
  cuts: ('before' | 'after' | 'never')[] = [];

  override async run(script: string, options: ExecOptions = {}): Promise<ExecResult> {
    const cut = this.cuts.shift();
    if (cut === 'before') throw lost();
    const result = await super.run(script, options);
    if (cut === 'after') throw lost();
    return result;
  }
}

type HowToWork = (frame: NodeFrame) => Promise<unknown>;

jest.setTimeout(30_000);

describe('the frame of a node activity', () => {
  let node: ShakyNode;
  beforeEach(async () => {
    node = new ShakyNode();
    await claimFence(node, fence);
  });
  afterEach(() => node.close());

  const task = { cluster: singleCluster(), node: 'solo', fence };
  const dependencies = () => ({ sessions: { get: () => Promise.resolve(node), closeAll: () => Promise.resolve() } });
  const environment = (heartbeatDetails?: HeartbeatDetails) => {
    const info = { heartbeatTimeoutMs: 8000, activityType: 'doIt', heartbeatDetails };
    const env = new MockActivityEnvironment(info, { logger: new DefaultLogger('ERROR', () => {}) });
    const beats: HeartbeatDetails[] = [];
    env.on('heartbeat', (details: HeartbeatDetails) => beats.push(details));
    const run = <Result>(body: (frame: NodeFrame) => Promise<Result>) =>
      env.run(() => runNodeActivity(dependencies(), task, body));
    return { env, beats, run };
  };
  const work = (script: string) => ({ verb: 'work', inputDigest: digestInput(script), script, timeoutSeconds: 60 });
  const untilReleased =
    'echo begun >>"$LOCAL_NODE/begun"; while [ ! -e "$LOCAL_NODE/go" ]; do sleep 0.05; done; echo ended';
  const until = async (isSo: () => boolean) => {
    while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 20));
  };
  const release = () => writeFileSync(node.path('go'), '');
  const longStep = (): Step => {
    const [check, apply] = ['[ -e "$LOCAL_NODE/go" ]', untilReleased];
    const resource = { kind: 'command', disruption: 'none', title: 'wait', check, apply, long: true } as const;
    return { name: 'x', title: 'X', resources: [resource] };
  };
  const begun = () => readFileSync(node.path('begun'), 'utf8').trim().split('\n').length;

  it('heartbeats at once, once a second, and with the last line and operation of what runs', async () => {
    const { beats, run } = environment();
    const running = run(({ operate }) => operate(work(`echo 'token abcdef.0123456789abcdef'; ${untilReleased}`)));
    await until(() => beats.some(({ line }) => line === 'token [token]'));
    const seen = beats.length;
    await new Promise((resolve) => setTimeout(resolve, 2300));
    expect(beats.length - seen).toBeGreaterThanOrEqual(2);
    expect(beats.at(-1)).toMatchObject({ step: 'work', operation: { id: expect.stringMatching(/^demo-.*-work-/) } });
    release();
    await running;
    expect(beats.at(-1)).not.toHaveProperty('operation');
    const last = beats.length;
    await new Promise((resolve) => setTimeout(resolve, 1200));
    expect(beats).toHaveLength(last);
  });

  it('takes an operation up again over a new connection, wherever the old one died; it runs once', async () => {
    const { run } = environment();
    node.cuts = ['after', 'before'];
    const running = run(({ operate }) => operate(work(untilReleased)));
    await until(() => existsSync(node.path('begun')));
    release();
    expect(await running).toMatchObject({ exitCode: 0, tail: 'ended\n' });
    expect(begun()).toBe(1);
  });

  it('fails as unreachable when the connection keeps dying', async () => {
    const { run, beats } = environment();
    node.cuts = ['before', 'before', 'before'];
    await expect(run(({ operate }) => operate(work('true')))).rejects.toMatchObject({ type: 'NodeUnreachable' });
    expect(beats.at(-1)?.firstSeen).toHaveProperty('NodeUnreachable');
  });

  it('gives the next attempt the outcome of the operation that the last one left, ended or not', async () => {
    const first = environment();
    const doomed = first.run(({ operate }) => operate(work(`${untilReleased}; exit 5`)));
    await until(() => first.beats.some(({ operation }) => operation !== undefined) && existsSync(node.path('begun')));
    const left = first.beats.at(-1);
    first.env.cancel('WORKER_SHUTDOWN', new ActivityCancellationDetails({ workerShutdown: true }));
    await expect(doomed).rejects.toBeInstanceOf(CancelledFailure);
    release();
    await until(() => existsSync(node.path('state/operations', left?.operation?.id ?? '', 'exit')));
    const second = environment(left);
    expect(await second.run(({ operate }) => operate(work(`${untilReleased}; exit 5`)))).toMatchObject({ exitCode: 5 });
    expect(begun()).toBe(1);
    expect(second.beats.at(-1)).not.toHaveProperty('operation');
  });

  it('waits for a running operation when a person cancels, and starts nothing after it', async () => {
    const { env, run } = environment();
    const running = run(async ({ operate }) => {
      const outcome = await operate(work(untilReleased));
      await operate({ ...work('touch "$LOCAL_NODE/second"'), verb: 'second' });
      return outcome;
    });
    await until(() => existsSync(node.path('begun')));
    env.cancel('CANCELLED', new ActivityCancellationDetails({ cancelRequested: true }));
    let isOver = false;
    running.catch(() => undefined).finally(() => (isOver = true));
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(isOver).toBe(false);
    release();
    await expect(running).rejects.toBeInstanceOf(CancelledFailure);
    expect(existsSync(node.path('second'))).toBe(false);
  });

  it('counts patience from when the cause was first seen, in whatever attempt that was', async () => {
    const spent = Date.now() - 3_600_000;
    const later = environment({ firstSeen: { NodeUnreachable: spent } });
    node.cuts = ['before', 'before', 'before'];
    await expect(later.run(({ operate }) => operate(work('true')))).rejects.toMatchObject({ nonRetryable: true });
    expect(later.beats.at(-1)?.firstSeen).toEqual({ NodeUnreachable: spent });
  });

  it('parks a node that dies in turn with two causes once the patience for one of them is spent', async () => {
    const sinceMs = Date.now() - 3_600_000;
    let left: HeartbeatDetails = { firstSeen: { OperationLost: sinceMs } };
    const attempt = async (body: HowToWork) => {
      const { beats, run } = environment(left);
      const failed = await run(body).catch((error: unknown) => error);
      left = beats.at(-1) ?? {};
      return failed;
    };
    const operationLost = new RemoteError('operation-lost', { node: 'solo', cause: 'power', nextAction: 'Look.' });
    expect(await attempt(() => Promise.reject(lost()))).toMatchObject({ type: 'NodeUnreachable', nonRetryable: false });
    expect(await attempt(() => Promise.reject(operationLost))).toMatchObject({ nonRetryable: true });
  });

  it('counts anew once the node was changed for the better in between', async () => {
    const { run, beats } = environment({ firstSeen: { NodeUnreachable: Date.now() - 3_600_000 } });
    const resource = { kind: 'directory', disruption: 'none', path: node.path('new'), mode: '0755' } as const;
    await expect(
      run(async ({ converge }) => {
        await converge([{ name: 'x', title: 'X', resources: [resource] }]);
        throw lost();
      }),
    ).rejects.toMatchObject({ type: 'NodeUnreachable', nonRetryable: false });
    expect(beats.at(-1)?.firstSeen?.NodeUnreachable).toBeGreaterThan(Date.now() - 60_000);
  });

  it.each<['converge' | 'operate', HowToWork]>([
    ['operate', ({ operate }) => operate(work(untilReleased))],
    ['converge', ({ converge }) => converge([longStep()])],
  ])('%s bears lost connections without end while it hears from what runs between them', async (name, body) => {
    const { run } = environment();
    const answered = name === 'operate' ? (['never', 'never'] as const) : (['never', 'never', 'never'] as const);
    node.cuts = Array.from({ length: 4 }, () => [...answered, 'before' as const]).flat();
    const running = run(body);
    running.catch(() => undefined);
    await until(() => node.cuts.length === 0);
    release();
    await running;
    expect(begun()).toBe(1);
  });

  it.each<['converge' | 'operate', HowToWork]>([
    ['operate', ({ operate }) => operate(work(untilReleased))],
    ['converge', ({ converge }) => converge([longStep()])],
  ])('%s counts the patience for a lost node anew once it hears from what runs there', async (_, body) => {
    const { run, beats } = environment({ firstSeen: { NodeUnreachable: Date.now() - 3_600_000 } });
    const running = run(body);
    await until(() => existsSync(node.path('begun')));
    const trips = node.roundTrips;
    await until(() => node.roundTrips > trips + 1);
    expect(beats.at(-1)).not.toHaveProperty('firstSeen');
    release();
    await running;
  });

  it('types what it does not know as unexpected', async () => {
    await expect(environment().run(() => Promise.reject(new TypeError('x is not a function')))).rejects.toMatchObject({
      type: 'Unexpected',
      message: expect.stringContaining('doIt on solo: x is not a function'),
    });
  });
});
