import { packageLibrary } from '../../../src/remote/kinds/package-library';
import { sh, shLines } from '../../../src/ssh/shell';
import { LocalNode } from '../../fakes/local-node';

jest.setTimeout(60_000);

const cases: readonly [found: string, wanted: string, is: boolean][] = [
  ['1.28.2-1.1', '1.28.2', true],
  ['1.28.2-1.1', '1.28.2-1.1', true],
  ['1.28.2-00', '1.28.2', true],
  ['1.28.20-1.1', '1.28.2', false],
  ['1.28.2-1.2', '1.28.2-1.1', false],
  ['1.29.6-150500.1.1', '1.29.6', true],
  ['3:24.0.7-1.el9', '24.0.7', true],
  ['3:24.0.7-1.el9', '3:24.0.7-1.el9', true],
  ['3:24.0.7-1.el9', '2:24.0.7-1.el9', false],
  ['5:24.0.7-1~ubuntu.20.04~focal', '24.0.7', true],
  ['1.7.2-0ubuntu1~20.04.1', '1.7.2', true],
  ['1.6.20~ds1-1+b1', '1.6.20', true],
  ['20.10.24+dfsg1-1+deb12u1', '20.10.24', true],
  ['1.7.2~rc.1-1', '1.7.2', false],
];

test('a version without the distribution’s part is right in any packaging, and no other version is', async () => {
  const node = new LocalNode();
  const asked = cases.map(([found, wanted]) => sh`is_version ${found} ${wanted} && echo yes || echo no`);
  const { stdout } = await node.run(shLines([packageLibrary, ...asked]));
  const said = stdout.trim().split('\n');
  expect(cases.map(([found, wanted], at) => [found, wanted, said[at] === 'yes'])).toEqual(cases);
  await node.close();
});

describe('apt', () => {
  let node: LocalNode;
  beforeEach(() => {
    node = new LocalNode();
    node.addCommand('dpkg', 'exit 0');
    node.addCommand(
      'apt-cache',
      `[ "$1" != madison ] || printf ' kubelet | 1.28.2-1.2 | x\\n kubelet | 1.28.2-1.1 | x\\n kubelet | 1.28.1-1.1 | x\\n'`,
    );
    node.addCommand(
      'apt-get',
      `echo "$NEEDRESTART_MODE $DEBIAN_FRONTEND $*" >>"$LOCAL_NODE/asked"; cat "$LOCAL_NODE/asked" >&2`,
    );
  });
  afterEach(() => node.close());

  it('is asked for the newest packaging of a version, without a question and over a hold', async () => {
    const { stderr } = await node.run(
      shLines([packageLibrary, sh`say() { echo "$*" >&2; }; install_apt kubelet=1.28.2`]),
    );
    expect(stderr).toMatch(/^l noninteractive .*install .*--allow-change-held-packages -- kubelet=1\.28\.2-1\.2$/m);
    expect(stderr).not.toContain('update');
  });

  it('looks anew, and then says what there is not, where no source has the version', async () => {
    const { stderr, exitCode } = await node.run(
      shLines([packageLibrary, sh`say() { echo "$*" >&2; }; install_apt kubelet=1.99.0`]),
    );
    expect(stderr).toMatch(/^l noninteractive .*update$/m);
    expect(stderr).toContain('no source of packages on this node has kubelet=1.99.0');
    expect(exitCode).toBe(1);
  });
});

describe('a client that finds its lock held', () => {
  const install = {
    apt: sh`apt install kubelet`,
    dnf: sh`rpm_client dnf install kubelet`,
    dpkg: sh`patiently dpkg -a`,
  };
  const said = {
    apt: 'E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 4242 (unattended-upgr)',
    dnf: 'rpmdb already locked by 4242',
    dpkg: 'dpkg: error: dpkg frontend lock was locked by another process with pid 4242',
  };
  /** As the clients are: with a wait of their own where they are not told to have none. */
  const fakes = {
    apt: `timeout=$(printf %s "$*" | sed -n 's/.*Lock::Timeout=\\([0-9]*\\).*/\\1/p'); sleep "\${timeout:-0}"`,
    dnf: 'case "$*" in *exit_on_lock=1*) ;; *) sleep 3600 ;; esac',
    dpkg: '',
  };
  let node: LocalNode;
  beforeEach(() => {
    node = new LocalNode();
    node.addCommand('date', 'cat "$LOCAL_NODE/clock" 2>/dev/null || echo 0');
    node.addCommand(
      'sleep',
      'echo $(($(date) + $1)) >"$LOCAL_NODE/clock.new"; mv "$LOCAL_NODE/clock.new" "$LOCAL_NODE/clock"',
    );
  });
  afterEach(() => node.close());

  it.each(['apt', 'dnf', 'dpkg'] as const)('%s waits five minutes, not more, and names who holds it', async (name) => {
    node.addCommand(name === 'apt' ? 'apt-get' : name, `${fakes[name]}\necho '${said[name]}' >&2\nexit 100`);
    const { exitCode, stderr, stdout } = await node.run(
      shLines([packageLibrary, install[name], sh`code=$?; date; exit "$code"`]),
    );
    expect(exitCode).toBe(96);
    expect(stderr.trim().split('\n').at(-1)).toBe(said[name]);
    expect(Number(stdout)).toBe(300);
  });

  it('goes on as soon as it is free', async () => {
    node.addCommand('apt-get', `[ "$(date)" -lt 20 ] || exit 0; echo '${said.apt}' >&2; exit 100`);
    const { exitCode, stdout } = await node.run(shLines([packageLibrary, install.apt, sh`date`]));
    expect([exitCode, Number(stdout)]).toEqual([0, 20]);
  });
});
