import { createFakeSession } from './fake-session';
import { createLocalSession } from './local-session';

describe('a local session', () => {
  test('runs scripts for real', async () => {
    const session = createLocalSession('node-7');
    const result = await session.run('cat; echo oops >&2; exit 4', { stdin: Buffer.from('in') });
    expect(result).toEqual({ exitCode: 4, stdout: 'in', stderr: 'oops\n' });
    expect([session.node, session.roundTrips]).toEqual(['node-7', 1]);
  });

  test('kills what runs past its time or is aborted', async () => {
    const session = createLocalSession();
    await expect(session.run('sleep 30', { timeoutMs: 50 })).rejects.toThrow('longer than 50 ms');
    await expect(session.run('sleep 30', { signal: AbortSignal.abort(new Error('no')) })).rejects.toThrow('no');
  });
});

describe('a fake session', () => {
  test('answers by the first rule that matches, and remembers', async () => {
    const session = createFakeSession('node-1', [
      { when: 'uname', answer: 'Linux\n' },
      { when: /^exit (\d)/, answer: (script) => ({ exitCode: Number(script.slice(5)) }) },
      { when: (script) => script === 'cut', answer: new Error('lost') },
    ]);
    expect(await session.run('uname -s')).toEqual({ exitCode: 0, stdout: 'Linux\n', stderr: '' });
    expect((await session.run('exit 3')).exitCode).toBe(3);
    await expect(session.run('cut')).rejects.toThrow('lost');
    await expect(session.run('other')).rejects.toThrow('no rule for this script:\nother');
    expect(session.scripts).toEqual(['uname -s', 'exit 3', 'cut', 'other']);
  });
});
