import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { claimFence } from '../../src/remote/fence';
import { converge } from '../../src/remote/converge';
import type { Resource, Step } from '../../src/resources/resource';
import { createFakeSession } from '../fakes/fake-session';
import { LocalNode } from '../fakes/local-node';

const fence = { clusterUid: 'uid-1', epoch: 1, holder: 'default/slipway/demo/run-1' };

// Real shells: on a machine that installs clusters beside, a script takes its time.
jest.setTimeout(60_000);

describe('converge', () => {
  let node: LocalNode;
  beforeEach(async () => {
    node = new LocalNode();
    await claimFence(node, fence);
  });
  afterEach(() => node.close());

  const apply = (steps: readonly Step[]) => converge(node, steps, { mode: 'apply', cluster: 'demo', fence });
  const fileAt = (name: string, content: string): Resource => ({
    kind: 'file',
    disruption: 'none',
    path: node.path('etc', name),
    content,
    mode: '0640',
    owner: node.owner,
  });
  const stepOf = (name: string, ...resources: Resource[]): Step => ({ name, title: `Do ${name}`, resources });

  it('looks at every resource of every step in one round trip and changes nothing', async () => {
    const steps = [stepOf('one', fileAt('a', 'a\n'), fileAt('b', 'b\n')), stepOf('two', fileAt('c', 'c\n'))];
    const before = node.roundTrips;
    const reports = await converge(node, steps, { mode: 'check' });
    expect(node.roundTrips - before).toBe(1);
    expect(reports.map(({ step, pending, changed }) => ({ step, pending: pending.length, changed }))).toEqual([
      { step: 'one', pending: 2, changed: false },
      { step: 'two', pending: 1, changed: false },
    ]);
    expect(reports[0]?.pending[0]).toMatchObject({ kind: 'file', subject: node.path('etc', 'a'), reason: 'missing' });
    expect(() => statSync(node.path('etc'))).toThrow('ENOENT');
  });

  it('writes files atomically with their mode, and finds nothing to do the second time in one round trip', async () => {
    const steps = [stepOf('one', fileAt('deep/a', "it's $HOME `id` \\ \u00fc\n\nno end of line")), stepOf('two')];
    const [one] = await apply(steps);
    expect(one).toMatchObject({ step: 'one', changed: true, pending: [{ reason: 'missing' }] });
    expect(readFileSync(node.path('etc/deep/a'), 'utf8')).toBe("it's $HOME `id` \\ \u00fc\n\nno end of line");
    expect(statSync(node.path('etc/deep/a')).mode & 0o777).toBe(0o640);
    const before = node.roundTrips;
    expect(await apply(steps)).toMatchObject([{ pending: [], changed: false }, { pending: [] }]);
    expect(node.roundTrips - before).toBe(1);
  });

  it('applies only what is pending', async () => {
    mkdirSync(node.path('etc'));
    await apply([stepOf('one', fileAt('a', 'a\n'), fileAt('b', 'b\n'))]);
    const untouched = statSync(node.path('etc/a')).ino;
    writeFileSync(node.path('etc/b'), 'x\n');
    const [report] = await apply([stepOf('one', fileAt('a', 'a\n'), fileAt('b', 'b\n'))]);
    expect(report?.pending).toMatchObject([{ subject: node.path('etc/b'), reason: '1 line differs' }]);
    expect(statSync(node.path('etc/a')).ino).toBe(untouched);
  });

  it('refuses to call a step done that is still pending, with the reasons', async () => {
    const stubborn: Resource = {
      kind: 'command',
      disruption: 'none',
      title: 'turn the lamp on',
      check: 'echo "the lamp is off"; exit 1',
      apply: 'true',
    };
    await expect(apply([stepOf('lamp', stubborn)])).rejects.toMatchObject({
      kind: 'step-not-converged',
      message: expect.stringContaining('command turn the lamp on: the lamp is off'),
    });
  });

  it('stops at the first apply that fails and says what it said', async () => {
    const broken: Resource = {
      kind: 'command',
      disruption: 'none',
      title: 'break',
      check: 'exit 1',
      apply: 'echo "no such lamp" >&2; false; touch "$LOCAL_NODE/after"',
    };
    await expect(apply([stepOf('lamp', broken, fileAt('a', 'a'))])).rejects.toMatchObject({
      kind: 'step-not-converged',
      message: expect.stringContaining('no such lamp'),
    });
    expect(() => statSync(node.path('after'))).toThrow('ENOENT');
    expect(() => statSync(node.path('etc/a'))).toThrow('ENOENT');
  });

  it('lets two writers in one at a time', async () => {
    const counted = (name: string): Resource => ({
      kind: 'command',
      disruption: 'none',
      title: name,
      check: `[ -e "$LOCAL_NODE/${name}" ] || { echo missing; exit 1; }`,
      apply: `mkdir "$LOCAL_NODE/inside" && sleep 0.2 && rmdir "$LOCAL_NODE/inside" && touch "$LOCAL_NODE/${name}"`,
    });
    const both = ['left', 'right'].map((name) => apply([stepOf(name, counted(name))]));
    expect(await Promise.all(both)).toMatchObject([[{ changed: true }], [{ changed: true }]]);
  });

  it('finds done what another writer did while it waited, and does it once', async () => {
    const once: Resource = {
      kind: 'command',
      disruption: 'none',
      title: 'once',
      check: '[ -e "$LOCAL_NODE/once" ] || { echo missing; exit 1; }',
      apply: 'sleep 0.2; echo done >>"$LOCAL_NODE/once"',
    };
    await Promise.all([apply([stepOf('once', once)]), apply([stepOf('once', once)])]);
    expect(readFileSync(node.path('once'), 'utf8')).toBe('done\n');
  });

  it('writes nothing for a run that a newer one has replaced', async () => {
    await claimFence(node, { ...fence, epoch: 2, holder: 'default/slipway/demo/run-2' });
    await expect(apply([stepOf('one', fileAt('a', 'a'))])).rejects.toMatchObject({ kind: 'superseded' });
    expect(() => statSync(node.path('etc'))).toThrow('ENOENT');
  });

  it('starts no further step once it is cancelled', async () => {
    const cancelled = new AbortController();
    const cancelling: Resource = {
      kind: 'command',
      disruption: 'none',
      title: 'first',
      check: '[ -e "$LOCAL_NODE/first" ] || { echo missing; exit 1; }',
      apply: 'touch "$LOCAL_NODE/first"',
    };
    const steps = [stepOf('first', cancelling), stepOf('second', fileAt('a', 'a'))];
    const onProgress = () => cancelled.abort(new Error('cancelled'));
    const options = { mode: 'apply', cluster: 'demo', fence, signal: cancelled.signal, onProgress } as const;
    await expect(converge(node, steps, options)).rejects.toThrow('cancelled');
    expect(statSync(node.path('first'))).toBeDefined();
    expect(() => statSync(node.path('etc/a'))).toThrow('ENOENT');
  });

  it('looks again, after a change, at what the kernel refused before it', async () => {
    const step = (name: string, check: string, make: string): Step =>
      stepOf(name, { kind: 'command', disruption: 'none', title: name, check, apply: make });
    const needs =
      '[ -e "$LOCAL_NODE/module" ] || { echo "no such key"; exit 3; }; [ -e "$LOCAL_NODE/key" ] || { echo unset; exit 1; }';
    const reports = await apply([
      step('module', '[ -e "$LOCAL_NODE/module" ] || { echo missing; exit 1; }', 'touch "$LOCAL_NODE/module"'),
      step('key', needs, 'touch "$LOCAL_NODE/key"'),
    ]);
    expect(reports).toMatchObject([{ changed: true }, { changed: true, unsupported: [] }]);
    expect(statSync(node.path('key'))).toBeDefined();
  });

  it('reports two steps that undo each other instead of going on for ever', async () => {
    const state = (wanted: string): Resource => ({
      kind: 'command',
      disruption: 'none',
      title: wanted,
      check: `[ "$(cat "$LOCAL_NODE/lamp" 2>/dev/null)" = ${wanted} ] || { echo "not ${wanted}"; exit 1; }`,
      apply: `echo ${wanted} >"$LOCAL_NODE/lamp"`,
    });
    await expect(apply([stepOf('one', state('on')), stepOf('two', state('off'))])).rejects.toMatchObject({
      kind: 'step-not-converged',
      message: expect.stringContaining('undone each time'),
    });
  });

  it('says so when the node gave no whole answer', async () => {
    const mute = createFakeSession('node-1', [{ when: () => true, answer: { exitCode: 137, stderr: 'Killed\n' } }]);
    await expect(converge(mute, [stepOf('one', fileAt('a', 'a'))], { mode: 'check' })).rejects.toMatchObject({
      kind: 'garbled-answer',
      message: expect.stringContaining('ended without its answer (Killed)'),
    });
  });
});
