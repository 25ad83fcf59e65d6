import { readFileSync, writeFileSync } from 'node:fs';
import { shellLibrary } from '../../src/remote/shell-library';
import { shLines } from '../../src/ssh/shell';
import { applySelinux, checkSelinux } from '../../src/steps/set-selinux';
import { LocalNode } from '../fakes/local-node';

jest.setTimeout(60_000);

describe('SELinux', () => {
  let node: LocalNode;
  const files = () => ({ config: node.path('config'), enforce: node.path('enforce') });
  const check = async (mode: string) => (await node.run(`(${checkSelinux(mode, files())})`)).stdout.trim();
  const apply = (mode: string) => node.run(shLines([shellLibrary, applySelinux(mode, files())]));
  beforeEach(() => {
    node = new LocalNode();
    node.addCommand('setenforce', `echo "$1" >'${node.path('enforce')}'`);
  });
  afterEach(() => node.close());

  const enforcing = () => {
    writeFileSync(
      node.path('config'),
      '# SELINUX= can take one of three values\nSELINUX=enforcing\nSELINUXTYPE=targeted\n',
    );
    writeFileSync(node.path('enforce'), '1');
  };

  it.each(['permissive', 'disabled'])('that enforces becomes permissive now, and %s at boot', async (mode) => {
    enforcing();
    expect(await check(mode)).toBe('enforcing at boot; enforcing now');
    expect((await apply(mode)).exitCode).toBe(0);
    expect(await check(mode)).toBe('');
    expect(readFileSync(node.path('enforce'), 'utf8').trim()).toBe('0');
    expect(readFileSync(node.path('config'), 'utf8')).toBe(
      `# SELINUX= can take one of three values\nSELINUXTYPE=targeted\nSELINUX=${mode}\n`,
    );
  });

  it('that is disabled already is not made permissive', async () => {
    writeFileSync(node.path('config'), 'SELINUX=disabled\n');
    expect(await check('permissive')).toBe('');
  });

  it('that a machine does not have is as wanted', async () => {
    expect(await check('disabled')).toBe('');
  });
});
