import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { inspectSteps } from '../../src/remote/inspect-steps';
import type { Step } from '../../src/resources/resource';
import { LocalNode } from '../fakes/local-node';

// Real shells: on a machine that installs clusters beside, a script takes its time.
jest.setTimeout(60_000);

let node: LocalNode;
beforeEach(() => {
  node = new LocalNode();
});
afterEach(() => node.close());

/** What is told of a file that stands with this mode and is to have another text and that mode. */
async function inspect(mode: number, wanted: string) {
  const path = node.path('etc', 'hosts.toml');
  mkdirSync(node.path('etc'), { recursive: true });
  writeFileSync(path, 'Authorization = "Basic c2VjcmV0"\n');
  chmodSync(path, mode);
  const step: Step = {
    name: 'one',
    title: 'Do one',
    resources: [{ kind: 'file', disruption: 'none', path, content: 'server = "x"\n', mode: wanted, owner: node.owner }],
  };
  const [seen] = await inspectSteps(node, [step]);
  expect(seen?.report.pending).toHaveLength(1);
  return seen?.files.map(({ current }) => current);
}

test.each([0o644, 0o640, 0o604])('a file that others may read, mode %o, is told with its text', async (mode) => {
  expect(await inspect(mode, '0644')).toEqual(['Authorization = "Basic c2VjcmV0"\n']);
});

test.each([0o600, 0o400, 0o611, 0o622])(
  'the text of one that its owner alone may read, mode %o, stays on the node, though the file is to be public',
  async (mode) => {
    expect(await inspect(mode, '0644')).toEqual([undefined]);
  },
);

test('of one that is to be its owner’s alone nothing is told', async () => {
  expect(await inspect(0o644, '0600')).toEqual([]);
});
