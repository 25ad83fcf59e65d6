import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { applyFirewall, checkFirewall, firewall } from '../../../src/remote/kinds/firewall';
import { shellLibrary } from '../../../src/remote/shell-library';
import { shLines } from '../../../src/ssh/shell';
import { LocalNode } from '../../fakes/local-node';

jest.setTimeout(60_000);

const wishes = {
  interface: 'eth0',
  ports: ['6443/tcp', '30000-32767/tcp', '8472/udp', 'vrrp'],
  trusted: ['10.244.0.0/16'],
} as const;

/** Keeps a list a zone, a time and a kind, as firewall-cmd does; `permanent` is a zone's other half. */
const FIREWALL_CMD = `
when=now zone=public
for each; do
  case $each in
    --permanent) when=permanent ;;
    --zone=*) zone=\${each#*=} ;;
    --get-zone-of-interface=*) exit 2 ;;
    --get-default-zone) echo public ;;
    --list-*) kind=\${each#--list-}; cat "$LOCAL_NODE/$when-$zone-\${kind%s}" 2>/dev/null | tr '\\n' ' ' ;;
    --add-*) kind=\${each#--add-}; echo "\${kind#*=}" >>"$LOCAL_NODE/$when-$zone-\${kind%%=*}" ;;
  esac
done`;

describe('a firewall', () => {
  let node: LocalNode;
  const directory = () => node.path('ufw');
  const run = (script: string) => node.run(shLines([shellLibrary, firewall.library ?? shLines([]), script as never]));
  const check = async () => (await run(`(${checkFirewall(wishes, directory())})`)).stdout.trim();
  const apply = () => run(applyFirewall(wishes, directory()));
  beforeEach(() => {
    node = new LocalNode();
    mkdirSync(directory());
  });
  afterEach(() => node.close());

  it('that does not run is as wanted', async () => {
    node.addCommand('firewall-cmd', 'exit 252');
    node.addCommand('systemctl', 'exit 3');
    writeFileSync(node.path('ufw/ufw.conf'), 'ENABLED=no\n');
    expect(await check()).toBe('');
  });

  it('by firewalld lets the cluster through, now and after a reboot, and trusts pods', async () => {
    node.addCommand('firewall-cmd', FIREWALL_CMD);
    node.addCommand('systemctl', 'exit 0');
    expect(await check()).toBe('not let through: 10.244.0.0/16 30000-32767/tcp 6443/tcp 8472/udp vrrp');
    expect((await apply()).exitCode).toBe(0);
    expect(await check()).toBe('');
    expect(readFileSync(node.path('permanent-public-port'), 'utf8')).toBe('6443/tcp\n30000-32767/tcp\n8472/udp\n');
    expect(readFileSync(node.path('now-trusted-source'), 'utf8')).toBe('10.244.0.0/16\n');
  });

  it('by firewalld that has made one range of several ports lets them through', async () => {
    node.addCommand('firewall-cmd', FIREWALL_CMD);
    node.addCommand('systemctl', 'exit 0');
    await apply();
    for (const when of ['now', 'permanent']) {
      writeFileSync(node.path(`${when}-public-port`), '6440-6450/tcp\n20000-40000/tcp\n8472/udp\n');
    }
    expect(await check()).toBe('');
    writeFileSync(node.path('now-public-port'), '6440-6450/udp\n20000-32000/tcp\n8472/udp\n');
    expect(await check()).toBe('not let through: 30000-32767/tcp 6443/tcp');
  });

  it('by ufw lets ports through by its own rules, and protocols before them', async () => {
    node.addCommand('systemctl', 'exit 3');
    node.addCommand(
      'ufw',
      `case $1 in show) cat "$LOCAL_NODE/added" 2>/dev/null ;; reload) touch "$LOCAL_NODE/reloaded" ;; *) echo "ufw $*" >>"$LOCAL_NODE/added" ;; esac`,
    );
    writeFileSync(node.path('ufw/ufw.conf'), 'ENABLED=yes\n');
    writeFileSync(
      node.path('ufw/before.rules'),
      '*nat\nCOMMIT\n*filter\n-A ufw-before-input -j ufw-user-input\nCOMMIT\n',
    );
    expect(await check()).toContain('vrrp');
    expect((await apply()).exitCode).toBe(0);
    expect(await check()).toBe('');
    expect(readFileSync(node.path('added'), 'utf8').split('\n')).toEqual([
      'ufw allow 6443/tcp',
      'ufw allow 30000:32767/tcp',
      'ufw allow 8472/udp',
      'ufw allow from 10.244.0.0/16',
      'ufw route allow from 10.244.0.0/16',
      'ufw route allow to 10.244.0.0/16',
      '',
    ]);
    expect(readFileSync(node.path('ufw/before.rules'), 'utf8')).toBe(
      '*nat\nCOMMIT\n*filter\n-A ufw-before-input -j ufw-user-input\n-A ufw-before-input -p 112 -j ACCEPT\nCOMMIT\n',
    );
  });
});
