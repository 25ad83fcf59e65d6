import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import type { ServerResponse } from 'node:http';
import { converge } from '../../../src/remote/converge';
import { claimFence } from '../../../src/remote/fence';
import type { ArtifactResource } from '../../../src/resources/resource';
import { cutInTheMiddle, DownloadServer, flipOneBit, overloaded } from '../../fakes/download-server';
import { SystemdNode } from '../../fakes/systemd-node';

const fence = { clusterUid: 'uid-1', epoch: 1, holder: 'default/slipway/demo/run-1' };
const sha256 = (content: Buffer | string) => createHash('sha256').update(content).digest('hex');

// Real shells: on a machine that installs clusters beside, a script takes its time.
jest.setTimeout(60_000);

describe('an artifact', () => {
  const server = new DownloadServer();
  let node: SystemdNode;
  beforeAll(() => server.start());
  afterAll(() => server.stop());
  beforeEach(async () => {
    server.requests.length = 0;
    node = new SystemdNode();
    await claimFence(node, fence);
  });
  afterEach(() => node.close());

  const binary = (content: string, changes: Partial<ArtifactResource> = {}): ArtifactResource => ({
    kind: 'artifact',
    disruption: 'none',
    title: 'tool 1.0',
    url: server.serve('/tool', content),
    sha256: sha256(content),
    install: { as: 'binary', path: node.path('bin/tool'), mode: '0755' },
    ...changes,
  });
  const archive = (title: string, files: Record<string, string>, members: string[]): ArtifactResource => {
    const source = node.path('source');
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(`${source}/${path}`.replace(/\/[^/]*$/, ''), { recursive: true });
      writeFileSync(`${source}/${path}`, content, { mode: 0o755 });
    }
    execFileSync('tar', ['-czf', node.path('source.tgz'), '-C', source, '.']);
    const bytes = readFileSync(node.path('source.tgz'));
    const install = { as: 'archive', into: node.path('opt'), members } as const;
    return { ...binary(''), title, url: server.serve(`/${title}`, bytes), sha256: sha256(bytes), install };
  };
  const apply = (...resources: ArtifactResource[]) =>
    converge(node, [{ name: 'tools', title: 'Install tools', resources }], { mode: 'apply', cluster: 'demo', fence });
  const look = async (...resources: ArtifactResource[]) => {
    const [report] = await converge(node, [{ name: 'tools', title: '', resources }], { mode: 'check' });
    return report?.pending.map(({ reason }) => reason);
  };
  const content = 'tool '.repeat(50_000);

  it('is downloaded, verified, put in place, and nothing of the download is left', async () => {
    expect(await look(binary(content))).toEqual(['missing']);
    await apply(binary(content));
    expect(readFileSync(node.path('bin/tool'), 'utf8')).toBe(content);
    expect(statSync(node.path('bin/tool')).mode & 0o777).toBe(0o755);
    expect(readdirSync(node.path('state/downloads'))).toEqual([]);
    expect(await look(binary(content))).toEqual([]);
    await apply(binary(content));
    expect(server.requests).toHaveLength(1);
  });

  it('comes through the proxy in the environment of its step, and past it where that says so', async () => {
    const { origin } = new URL(server.serve('/', ''));
    const throughProxy = (url: string, environment: Record<string, string>) => {
      const step = { name: 'tools', title: 'Install tools', resources: [binary(content, { url })], environment };
      return converge(node, [step], { mode: 'apply', cluster: 'demo', fence });
    };
    const behind = 'http://tools.example.invalid/tool';
    server.serve(behind, content);
    await throughProxy(behind, { http_proxy: origin, no_proxy: '127.0.0.1' });
    expect(readFileSync(node.path('bin/tool'), 'utf8')).toBe(content);
    rmSync(node.path('bin/tool'));
    await throughProxy(server.serve('/tool', content), { http_proxy: 'http://127.0.0.1:1', no_proxy: '127.0.0.1' });
    expect(server.requests.map(({ path }) => path)).toEqual([behind, '/tool']);
  });

  it('is not hashed again while it looks as it was put in place, and is hashed when its ctime differs', async () => {
    await apply(binary(content));
    node.addCommand('sha256sum', 'echo hashed >>"$LOCAL_NODE/hashes"; exec /usr/bin/sha256sum "$@"');
    expect(await look(binary(content))).toEqual([]);
    expect(existsSync(node.path('hashes'))).toBe(false);
    const before = statSync(node.path('bin/tool'));
    writeFileSync(node.path('bin/tool'), content.replace('tool', 'evil'));
    utimesSync(node.path('bin/tool'), before.atime, before.mtime);
    expect(await look(binary(content))).toEqual([`${node.path('bin/tool')} was changed, want tool 1.0`]);
    await apply(binary(content));
    expect(readFileSync(node.path('bin/tool'), 'utf8')).toBe(content);
  });

  it('names the version that it found', async () => {
    await apply(binary(content));
    expect(await look(binary('new', { title: 'tool 2.0' }))).toEqual(['tool 1.0, want tool 2.0']);
    await apply(binary('new', { title: 'tool 2.0' }));
    expect(readFileSync(node.path('bin/tool'), 'utf8')).toBe('new');
  });

  it('takes a file that is the right one already, and corrects its mode without a download', async () => {
    writeFileSync(node.path('bin/tool'), content);
    chmodSync(node.path('bin/tool'), 0o600);
    expect(await look(binary(content))).toEqual(['mode 0600, want 0755']);
    await apply(binary(content));
    expect(statSync(node.path('bin/tool')).mode & 0o777).toBe(0o755);
    expect(server.requests).toEqual([]);
  });

  it('with one bit turned is refused before anything uses it, with both sums, and leaves nothing behind', async () => {
    server.failNext(flipOneBit);
    const wrong = Buffer.from(content);
    wrong.writeUInt8(wrong.readUInt8(10) ^ 1, 10);
    await expect(apply(binary(content))).rejects.toMatchObject({
      kind: 'artifact-mismatch',
      message: expect.stringContaining(`has sha256:${sha256(wrong)}, want sha256:${sha256(content)}`),
    });
    expect(existsSync(node.path('bin/tool'))).toBe(false);
    expect(readdirSync(node.path('state/downloads'))).toEqual([]);
  });

  it('goes on where the connection was cut', async () => {
    server.failNext(cutInTheMiddle);
    await apply(binary(content));
    expect(readFileSync(node.path('bin/tool'), 'utf8')).toBe(content);
    expect(server.requests.map(({ range }) => range)).toEqual([undefined, `bytes=${content.length / 2}-`]);
  });

  it('starts over when what is left of an earlier attempt is of another file', async () => {
    const left = node.path('state/downloads', `${sha256(content)}.partial`);
    mkdirSync(node.path('state/downloads'), { recursive: true });
    writeFileSync(left, 'x'.repeat(1000));
    await apply(binary(content));
    expect(readFileSync(node.path('bin/tool'), 'utf8')).toBe(content);
    writeFileSync(node.path('bin/tool'), 'gone');
    writeFileSync(left, 'x'.repeat(content.length + 1));
    await apply(binary(content));
    expect(readFileSync(node.path('bin/tool'), 'utf8')).toBe(content);
  });

  it('is asked for again when the server is overloaded, and given up with its address when it is not there', async () => {
    server.failNext(overloaded);
    await apply(binary(content));
    const gone = binary(content, { url: `${server.serve('/x', '')}/gone?key=s3cret`, sha256: sha256('other') });
    await expect(apply(gone)).rejects.toMatchObject({
      kind: 'download-failed',
      message: expect.not.stringContaining('s3cret'),
    });
  });

  it('unpacks an archive into place, every file of it, and knows a member that was changed or removed', async () => {
    const resource = archive('runtime', { 'bin/a': 'a', 'bin/b': 'b', 'share/c': 'c' }, ['bin/a', 'bin/b']);
    expect(await look(resource)).toEqual(['missing']);
    await apply(resource);
    expect(readFileSync(node.path('opt/share/c'), 'utf8')).toBe('c');
    expect(readdirSync(node.path('opt')).toSorted()).toEqual(['bin', 'share']);
    expect(await look(resource)).toEqual([]);
    writeFileSync(node.path('opt/bin/b'), 'x');
    expect(await look(resource)).toEqual([`${node.path('opt/bin/b')} was changed, want runtime`]);
    await apply(resource);
    expect(readFileSync(node.path('opt/bin/b'), 'utf8')).toBe('b');
  });

  it('refuses an archive that lacks a member, and puts nothing of it in place', async () => {
    await expect(apply(archive('runtime', { 'bin/a': 'a' }, ['bin/a', 'bin/z']))).rejects.toMatchObject({
      kind: 'step-not-converged',
      message: expect.stringContaining('the archive has no bin/z'),
    });
    expect(existsSync(node.path('opt/bin/a'))).toBe(false);
  });

  it('downloads several at the same time', async () => {
    let open = 0;
    let most = 0;
    const slow = (response: ServerResponse, body: Buffer) => {
      open += 1;
      most = Math.max(most, open);
      setTimeout(() => {
        open -= 1;
        response.writeHead(200).end(body);
      }, 400);
    };
    const tools = ['a', 'b', 'c'].map((name): ArtifactResource => {
      server.failNext(slow);
      return {
        ...binary(name),
        title: name,
        url: server.serve(`/${name}`, name),
        install: { as: 'binary', path: node.path('bin', name), mode: '0755' },
      };
    });
    await apply(...tools);
    expect(most).toBe(3);
    expect(readFileSync(node.path('bin/c'), 'utf8')).toBe('c');
  });
});
