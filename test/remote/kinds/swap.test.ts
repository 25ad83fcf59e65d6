import { mkdirSync, readFileSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { applySwap, checkSwap, listPersistentSwap, swap } from '../../../src/remote/kinds/swap';
import { shellLibrary } from '../../../src/remote/shell-library';
import { shLines } from '../../../src/ssh/shell';
import { LocalNode } from '../../fakes/local-node';

jest.setTimeout(60_000);

/** As much of systemctl as swap needs; like the real one it masks no unit that has a file of its own. */
const SYSTEMCTL = `
verb=$1
for unit; do :; done
case $verb in
  mask) [ ! -e "$LOCAL_NODE/etc/$unit" ] || [ -L "$LOCAL_NODE/etc/$unit" ] || exit 1
    ln -sfn /dev/null "$LOCAL_NODE/etc/$unit" ;;
  disable) rm -f -- "$LOCAL_NODE"/etc/*.wants/"$unit" ;;
  stop) echo "$unit" >>"$LOCAL_NODE/stopped" ;;
  list-units) cat "$LOCAL_NODE/loaded" 2>/dev/null ;;
esac`;

const UNIT = '[Swap]\nWhat=/swapfile\n';

describe('swap', () => {
  let node: LocalNode;
  const places = () => ({
    fstab: node.path('fstab'),
    swaps: node.path('swaps'),
    configuration: node.path('etc'),
    generated: node.path('run'),
  });
  const run = (script: string) => node.run(shLines([shellLibrary, swap.library ?? shLines([]), script as never]));
  const check = async () => (await run(`(${checkSwap(places())})`)).stdout.trim();
  const apply = async () => (await run(`(set -e\n${applySwap(places())})`)).exitCode;
  /** What the probe finds. */
  const persistent = async () => (await run(`(${listPersistentSwap(places())})`)).stdout.trim();
  const put = (path: string, text: string) => writeFileSync(node.path(path), text);
  beforeEach(() => {
    node = new LocalNode();
    for (const directory of ['etc', 'etc/swap.target.wants', 'run', 'run/generator']) mkdirSync(node.path(directory));
    put('fstab', 'UUID=1 / ext4 defaults 0 1\n');
    node.addCommand('systemctl', SYSTEMCTL);
    node.addCommand('systemd-detect-virt', 'exit 1');
    node.addCommand('swapoff', `rm -f '${node.path('swaps')}'`);
  });
  afterEach(() => node.close());

  const enable = (unit: string) => {
    put(`etc/${unit}`, UNIT);
    symlinkSync(node.path(`etc/${unit}`), node.path(`etc/swap.target.wants/${unit}`));
  };

  it('of a unit that is enabled and not in use does not come at the next boot', async () => {
    enable('swapfile.swap');
    expect(await persistent()).toBe('swapfile.swap');
    expect(await check()).toBe('started at boot: swapfile.swap');
    expect(await apply()).toBe(0);
    expect(await check()).toBe('');
    expect(await persistent()).toBe('');
  });

  it('that a generator brings is masked, also after it was turned off by hand', async () => {
    put('run/generator/dev-zram0.swap', '[Swap]\nWhat=/dev/zram0\n');
    expect(await persistent()).toBe('dev-zram0.swap');
    expect(await check()).toBe('started at boot: dev-zram0.swap');
    expect(await apply()).toBe(0);
    expect(await check()).toBe('');
    expect(await persistent()).toBe('');
  });

  it('in use is turned off, and what we have masked is not found again', async () => {
    put('swaps', 'Filename Type Size Used Priority\n/dev/sda2 partition 1 0 -2\n');
    put('loaded', 'dev-sda2.swap loaded active active Swap\n');
    expect(await check()).toBe('in use: /dev/sda2');
    expect(await apply()).toBe(0);
    expect(await check()).toBe('');
    expect(await persistent()).toBe('');
    expect(readFileSync(node.path('stopped'), 'utf8')).toBe('dev-sda2.swap\n');
  });

  it('of fstab goes with its lines, not with the units that were made from them', async () => {
    put('fstab', '  /dev/sda2 none swap sw 0 0\n');
    put('run/generator/dev-sda2.swap', '[Unit]\nSourcePath=/etc/fstab\n[Swap]\nWhat=/dev/sda2\n');
    expect(await persistent()).toBe(node.path('fstab'));
    expect(await apply()).toBe(0);
    expect(await check()).toBe('');
    expect(await persistent()).toBe('');
  });

  it('of a unit that nothing starts is left alone', async () => {
    put('etc/swapfile.swap', UNIT);
    expect(await check()).toBe('');
    expect(await persistent()).toBe('');
  });

  it('of a service that fills memory with it is found by both', async () => {
    put('zramswap.service', '');
    symlinkSync(node.path('zramswap.service'), node.path('etc/swap.target.wants/zramswap.service'));
    expect(await persistent()).toBe('zramswap.service');
    expect(await apply()).toBe(0);
    expect(await check()).toBe('');
  });

  it('is not the machine’s own within a container', async () => {
    enable('swapfile.swap');
    node.addCommand('systemd-detect-virt', 'exit 0');
    expect(await persistent()).toBe('');
    unlinkSync(node.path('fstab'));
    expect(await check()).toBe('');
  });
});
