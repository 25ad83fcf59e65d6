import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { claimFence } from '../../src/remote/fence';
import { digestInput, followOperation, startOrAttach, type OperationInput } from '../../src/remote/operation';
import { SystemdNode } from '../fakes/systemd-node';

const fence = { clusterUid: 'uid-1', epoch: 1, holder: 'default/slipway/demo/run-1' };

// Real shells: on a machine that installs clusters beside, a script takes its time.
jest.setTimeout(60_000);

describe('a detached operation', () => {
  let node: SystemdNode;
  beforeEach(async () => {
    node = new SystemdNode();
    await claimFence(node, fence);
  });
  afterEach(() => node.close());

  const input = (script: string, changes: Partial<OperationInput> = {}): OperationInput => ({
    cluster: 'demo',
    verb: 'work',
    inputDigest: digestInput(script),
    script,
    timeoutSeconds: 60,
    fence,
    ...changes,
  });
  const started = () => readFileSync(node.path('started'), 'utf8').trim().split('\n').length;
  const until = async (isSo: () => boolean) => {
    for (let tries = 0; !isSo(); tries += 1) {
      if (tries > 600) throw new Error('it did not come to pass in 30 s');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const releasable = (after = '') => `touch "$LOCAL_NODE/running"
while [ ! -e "$LOCAL_NODE/go" ]; do sleep 0.05; done${after}`;
  const release = () => writeFileSync(node.path('go'), '');

  it('runs to its end and returns exit code and output', async () => {
    const { id, how } = await startOrAttach(node, input('echo one; echo two >&2; exit 7'));
    const seen: string[] = [];
    const outcome = await followOperation(node, id, { onOutput: (text) => seen.push(text) });
    expect({ how, ...outcome, seen: seen.join('') }).toEqual({
      how: 'started',
      exitCode: 7,
      tail: 'one\ntwo\n',
      seen: 'one\ntwo\n',
    });
    expect(id).toMatch(/^demo-node-1-work-[0-9a-f]{12}-1$/);
  });

  it('is attached to by a second caller, and both get its one outcome', async () => {
    const work = input(releasable('; echo done'));
    const first = await startOrAttach(node, work);
    await until(() => existsSync(node.path('running')));
    const second = await startOrAttach(node, work);
    expect(second).toEqual({ id: first.id, how: 'attached' });
    const both = [followOperation(node, first.id), followOperation(node, second.id)];
    release();
    expect(await Promise.all(both)).toEqual([
      { exitCode: 0, tail: 'done\n' },
      { exitCode: 0, tail: 'done\n' },
    ]);
    expect(started()).toBe(1);
  });

  it('is started once by callers that race', async () => {
    const work = input(releasable());
    const ids = await Promise.all([1, 2, 3].map(() => startOrAttach(node, work)));
    expect(new Set(ids.map(({ id }) => id)).size).toBe(1);
    expect(ids.filter(({ how }) => how === 'started')).toHaveLength(1);
    release();
    await followOperation(node, ids[0]?.id ?? '');
    expect(started()).toBe(1);
  });

  it('is started once by callers of whom some only come to its lock while it runs', async () => {
    // The first one to ask goes on once the others have found nothing running; they reach the lock after the operation.
    node.addCommand(
      'flock',
      `if [ "$*" = '-w 20 9' ]; then
        if mkdir "$LOCAL_NODE/first" 2>/dev/null; then
          while [ "$(cat "$LOCAL_NODE/late" 2>/dev/null | wc -l)" != 2 ]; do sleep 0.05; done
        else
          echo late >>"$LOCAL_NODE/late"
          while [ ! -e "$LOCAL_NODE/begun" ]; do sleep 0.05; done
        fi
      fi
      exec /usr/bin/flock "$@"`,
    );
    const work = input(`echo begun >>"$LOCAL_NODE/begun"; echo done`);
    const ids = await Promise.all([1, 2, 3].map(() => startOrAttach(node, work)));
    expect(new Set(ids.map(({ id }) => id)).size).toBe(1);
    expect(ids.map(({ how }) => how).toSorted()).toEqual(['attached', 'attached', 'started']);
    expect(await followOperation(node, ids[0]?.id ?? '')).toEqual({ exitCode: 0, tail: 'done\n' });
    expect(readFileSync(node.path('begun'), 'utf8')).toBe('begun\n');
  });

  it('outlives the caller that follows it; the next one goes on where that one stopped', async () => {
    const { id } = await startOrAttach(node, input(`echo before; ${releasable('; echo after')}`));
    const abandoned = new AbortController();
    let offset = 0;
    await expect(
      followOperation(node, id, {
        signal: abandoned.signal,
        onOutput: (_text, at) => {
          offset = at;
          abandoned.abort(new Error('the worker is gone'));
        },
      }),
    ).rejects.toThrow('the worker is gone');
    release();
    const seen: string[] = [];
    const outcome = await followOperation(node, id, { fromOffset: offset, onOutput: (text) => seen.push(text) });
    expect({ outcome, seen }).toEqual({ outcome: { exitCode: 0, tail: 'before\nafter\n' }, seen: ['after\n'] });
  });

  it('is not taken for proof once it has ended: the same request runs it again under the next ordinal', async () => {
    const first = await startOrAttach(node, input('true'));
    await followOperation(node, first.id);
    const second = await startOrAttach(node, input('true'));
    expect(second).toEqual({ id: first.id.replace(/1$/, '2'), how: 'started' });
    await followOperation(node, second.id);
    expect(started()).toBe(2);
  });

  it('gives its outcome to the attempt chain that names it, also after its end', async () => {
    const { id } = await startOrAttach(node, input('exit 3'));
    await followOperation(node, id);
    expect(await startOrAttach(node, input('exit 3', { resume: id }))).toEqual({ id, how: 'attached' });
    expect(await followOperation(node, id)).toMatchObject({ exitCode: 3 });
    const other = await startOrAttach(node, input('true', { verb: 'other', resume: id }));
    expect(other.how).toBe('started');
    await followOperation(node, other.id);
  });

  it('is lost when its process died without an exit code', async () => {
    const { id } = await startOrAttach(node, input(releasable()));
    await until(() => existsSync(node.path('running')));
    process.kill(-Number(readFileSync(node.path('units', `slipway-op-${id}.service`), 'utf8')), 'SIGKILL');
    await expect(followOperation(node, id)).rejects.toMatchObject({
      kind: 'operation-lost',
      what: expect.stringContaining('killed'),
    });
  });

  it('is lost after a reboot, and the same request starts anew', async () => {
    const work = input(releasable());
    const { id } = await startOrAttach(node, work);
    await until(() => existsSync(node.path('running')));
    writeFileSync(node.path('state/operations', id, 'boot'), 'another-boot\n');
    await expect(followOperation(node, id)).rejects.toMatchObject({
      kind: 'operation-lost',
      what: expect.stringContaining('rebooted'),
    });
    release();
    const again = await startOrAttach(node, work);
    expect(again.how).toBe('started');
    expect(await followOperation(node, again.id)).toMatchObject({ exitCode: 0 });
  });

  it('keeps an exit code that was written before the reboot', async () => {
    const { id } = await startOrAttach(node, input('exit 4'));
    await followOperation(node, id);
    writeFileSync(node.path('state/operations', id, 'boot'), 'another-boot\n');
    expect(await followOperation(node, id)).toMatchObject({ exitCode: 4 });
  });

  it('ends when its time is up', async () => {
    const { id } = await startOrAttach(node, input('echo waiting; sleep 30', { timeoutSeconds: 1 }));
    await expect(followOperation(node, id)).rejects.toMatchObject({
      kind: 'operation-timed-out',
      what: expect.stringContaining('within 1 s; its last line: waiting'),
    });
  });

  it('keeps its script and environment out of arguments and readable by their owner only, while it runs', async () => {
    const work = input(`echo "$TOKEN" >"$LOCAL_NODE/got"; ${releasable()}`, { env: { TOKEN: `it's s3cret` } });
    const { id } = await startOrAttach(node, work);
    await until(() => existsSync(node.path('running')));
    const scripts = node.path('run/operations', id);
    expect(statSync(scripts).mode & 0o077).toBe(0);
    expect(statSync(`${scripts}/script`).mode & 0o777).toBe(0o600);
    expect(readFileSync(node.path('started'), 'utf8')).not.toContain('s3cret');
    release();
    await followOperation(node, id);
    expect(readFileSync(node.path('got'), 'utf8')).toBe("it's s3cret\n");
    expect(existsSync(scripts)).toBe(false);
  });

  it('writes no secret into its output', async () => {
    const token = 'abcdef.0123456789abcdef';
    const { id } = await startOrAttach(node, input(`echo "join --token ${token}"; echo last`));
    const { tail } = await followOperation(node, id);
    expect(tail).toBe('join --token [token]\nlast\n');
    expect(readFileSync(node.path('state/operations', id, 'output'), 'utf8')).toBe(tail);
  });

  it('returns as much of the end of its output as is asked for', async () => {
    const { id } = await startOrAttach(node, input('seq 1 3000'));
    const { tail } = await followOperation(node, id, { tailBytes: 100_000 });
    expect(tail.split('\n')).toHaveLength(3001);
    expect((await followOperation(node, id)).tail).toHaveLength(4096);
  });

  it('passes output of any bytes and length through whole', async () => {
    const { id } = await startOrAttach(
      node,
      input(`i=0; while [ $i -lt 9000 ]; do echo "line $i äöü €"; i=$((i+1)); done`),
    );
    const seen: string[] = [];
    await followOperation(node, id, { onOutput: (text) => seen.push(text) });
    const lines = seen.join('').trimEnd().split('\n');
    expect(lines).toHaveLength(9000);
    expect(lines.at(-1)).toBe('line 8999 äöü €');
  });

  it('is refused under a fence that a newer run has replaced, and nothing is left behind', async () => {
    await claimFence(node, { ...fence, epoch: 2, holder: 'default/slipway/demo/run-2' });
    await expect(startOrAttach(node, input('true'))).rejects.toMatchObject({ kind: 'superseded' });
    expect(existsSync(node.path('started'))).toBe(false);
  });

  it('waits for the node while another one runs, one at a time', async () => {
    const first = await startOrAttach(node, input(`${releasable()}; echo first >>"$LOCAL_NODE/log"`));
    await until(() => existsSync(node.path('running')));
    const second = startOrAttach(node, input('echo second >>"$LOCAL_NODE/log"', { verb: 'other' }));
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(existsSync(node.path('log'))).toBe(false);
    release();
    await followOperation(node, first.id);
    await followOperation(node, (await second).id);
    expect(readFileSync(node.path('log'), 'utf8')).toBe('first\nsecond\n');
  });

  it('keeps the last forty outcomes', async () => {
    const kept = node.path('state/operations');
    for (let ordinal = 1; ordinal <= 60; ordinal += 1) {
      mkdirSync(`${kept}/demo-node-1-old-${ordinal}`, { recursive: true });
      writeFileSync(`${kept}/demo-node-1-old-${ordinal}/exit`, 'exited 0 boot\n');
    }
    const { id } = await startOrAttach(node, input('true'));
    await followOperation(node, id);
    expect(readdirSync(kept)).toHaveLength(40);
    expect(readdirSync(kept)).toContain(id);
  });
});
