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
echo "$*" >>"$LOCAL_NODE/calls"
when=now zone=public
for each; do
  case $each in
    --permanent) when=permanent ;;
    --zone=*) zone=\${each#*=} ;;
    --get-zone-of-interface=*) exit 2 ;;
    --get-default-zone) echo public ;;
    --list-all) printf '%s (active)\\n  target: default\\n' "$zone"
      for kind in source port protocol; do
        echo "  \${kind}s: $(cat "$LOCAL_NODE/$when-$zone-$kind" 2>/dev/null | tr '\\n' ' ')"
      done
      printf '  forward: yes\\n  forward-ports: \\n  source-ports: 9/tcp\\n' ;;
    --remove-*) kind=\${each#--remove-}; list=$LOCAL_NODE/$when-$zone-\${kind%%=*}
      grep -vxF -- "\${kind#*=}" "$list" >"$list.new"; mv "$list.new" "$list" ;;
    --add-*) kind=\${each#--add-}; echo "\${kind#*=}" >>"$LOCAL_NODE/$when-$zone-\${kind%%=*}" ;;
  esac
done`;

/** As firewalld reads a protocol: a number, or a name of /etc/protocols. */
const numbersOf = (list: string) => `
while read -r protocol; do
  case $protocol in *[!0-9]*) getent protocols "$protocol" | awk '{ print $2 }' ;; *) echo "$protocol" ;; esac
done <"$LOCAL_NODE/${list}"`;

type Wishes = Parameters<typeof checkFirewall>[0];

/** The same cluster with a pod network that needs no VXLAN, and without keepalived. */
const fewer: Wishes = { ...wishes, ports: ['6443/tcp', '30000-32767/tcp'], trusted: ['10.245.0.0/16'] };

const UFW = `
case $1 in
  show) cat "$LOCAL_NODE/added" 2>/dev/null ;;
  reload) touch "$LOCAL_NODE/reloaded" ;;
  delete) shift; remove="ufw $*" ;;
  route) [ "$2" != delete ] && echo "ufw $*" >>"$LOCAL_NODE/added" || { shift 2; remove="ufw route $*"; } ;;
  *) echo "ufw $*" >>"$LOCAL_NODE/added" ;;
esac
[ -z "$remove" ] || { grep -vxF -- "$remove" "$LOCAL_NODE/added" >"$LOCAL_NODE/left"; mv "$LOCAL_NODE/left" "$LOCAL_NODE/added"; }`;

describe('a firewall', () => {
  let node: LocalNode;
  const directory = () => node.path('ufw');
  const run = (script: string) => node.run(shLines([shellLibrary, firewall.library ?? shLines([]), script as never]));
  const places = () => ({ ufwDirectory: directory(), record: node.path('opened') });
  const check = async (wanted: Wishes = wishes) => (await run(`(${checkFirewall(wanted, places())})`)).stdout.trim();
  const apply = (wanted: Wishes = wishes) => run(`(set -e\n${applyFirewall(wanted, places())})`);
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

  it('by firewalld is told all of a zone and a kind in one call', async () => {
    node.addCommand('firewall-cmd', FIREWALL_CMD);
    node.addCommand('systemctl', 'exit 0');
    await apply();
    const calls = readFileSync(node.path('calls'), 'utf8').split('\n');
    expect(calls.filter((call) => call.includes('--add-'))).toEqual([
      '-q --zone=public --add-port=6443/tcp --add-port=30000-32767/tcp --add-port=8472/udp',
      '-q --zone=public --add-protocol=vrrp',
      '-q --permanent --zone=public --add-port=6443/tcp --add-port=30000-32767/tcp --add-port=8472/udp',
      '-q --permanent --zone=public --add-protocol=vrrp',
      '-q --zone=trusted --add-source=10.244.0.0/16',
      '-q --permanent --zone=trusted --add-source=10.244.0.0/16',
    ]);
  });

  it('by firewalld lets IP in IP through, which is not what the name ipip of /etc/protocols stands for', async () => {
    node.addCommand('firewall-cmd', FIREWALL_CMD);
    node.addCommand('systemctl', 'exit 0');
    const calico: Wishes = { ...wishes, ports: ['179/tcp', 'ipip', 'vrrp'] };
    expect(await check(calico)).toBe('not let through: 10.244.0.0/16 179/tcp ipip vrrp');
    expect((await apply(calico)).exitCode).toBe(0);
    expect(await check(calico)).toBe('');
    for (const when of ['now', 'permanent']) {
      expect((await node.run(numbersOf(`${when}-public-protocol`))).stdout).toBe('4\n112\n');
    }
    expect(await check(fewer)).toContain('not wanted any more: 10.244.0.0/16,179/tcp,ipip,vrrp');
    await apply(fewer);
    expect(readFileSync(node.path('permanent-public-protocol'), 'utf8')).toBe('');
  });

  it('by firewalld that an earlier run told the wrong protocol is told the right one', async () => {
    node.addCommand('firewall-cmd', FIREWALL_CMD);
    node.addCommand('systemctl', 'exit 0');
    for (const when of ['now', 'permanent']) writeFileSync(node.path(`${when}-public-protocol`), 'ipip\n');
    writeFileSync(node.path('opened'), 'firewalld --zone=public --add-protocol=ipip\n');
    const calico: Wishes = { ...wishes, ports: ['ipip'] };
    expect((await apply(calico)).exitCode).toBe(0);
    expect(await check(calico)).toBe('');
    expect(readFileSync(node.path('now-public-protocol'), 'utf8')).toBe('4\n');
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
    node.addCommand('ufw', UFW);
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

  it('by firewalld closes what we opened and nobody wants any more, and nothing that others opened', async () => {
    node.addCommand('firewall-cmd', FIREWALL_CMD);
    node.addCommand('systemctl', 'exit 0');
    for (const when of ['now', 'permanent']) writeFileSync(node.path(`${when}-public-port`), '22/tcp\n8472/udp\n');
    await apply();
    await node.run('echo 10250/tcp >>"$LOCAL_NODE/now-public-port"');
    expect(await check(fewer)).toBe(
      'not let through: 10.245.0.0/16; let through by us, and not wanted any more: 10.244.0.0/16,vrrp',
    );
    expect((await apply(fewer)).exitCode).toBe(0);
    expect(await check(fewer)).toBe('');
    const list = (name: string) => readFileSync(node.path(name), 'utf8').trim().split('\n');
    expect(list('permanent-public-port')).toEqual(['22/tcp', '8472/udp', '6443/tcp', '30000-32767/tcp']);
    expect(list('now-public-port')).toContain('10250/tcp');
    expect(list('permanent-public-protocol')).toEqual(['']);
    expect(list('now-trusted-source')).toEqual(['10.245.0.0/16']);
  });

  it('by firewalld closes also what we opened first of all', async () => {
    node.addCommand('firewall-cmd', FIREWALL_CMD);
    node.addCommand('systemctl', 'exit 0');
    await apply({ ...fewer, ports: ['179/tcp', '6443/tcp', '30000-32767/tcp'] });
    expect(await check(fewer)).toBe('let through by us, and not wanted any more: 179/tcp');
  });

  it('by firewalld that does not run now keeps in mind what is to be closed', async () => {
    node.addCommand('firewall-cmd', FIREWALL_CMD);
    node.addCommand('systemctl', 'exit 0');
    await apply();
    node.addCommand('systemctl', 'exit 3');
    expect(await check(fewer)).toBe('');
    await apply(fewer);
    node.addCommand('systemctl', 'exit 0');
    expect(await check(fewer)).toContain('8472/udp');
  });

  it('by ufw takes its own rules away again', async () => {
    node.addCommand('systemctl', 'exit 3');
    node.addCommand('ufw', UFW);
    writeFileSync(node.path('ufw/ufw.conf'), 'ENABLED=yes\n');
    const before = '*filter\n-A ufw-before-input -j ufw-user-input\nCOMMIT\n';
    writeFileSync(node.path('ufw/before.rules'), before);
    writeFileSync(node.path('added'), 'ufw allow 22/tcp\n');
    await apply();
    expect((await apply(fewer)).exitCode).toBe(0);
    expect(await check(fewer)).toBe('');
    expect(readFileSync(node.path('added'), 'utf8').trim().split('\n')).toEqual([
      'ufw allow 22/tcp',
      'ufw allow 6443/tcp',
      'ufw allow 30000:32767/tcp',
      'ufw allow from 10.245.0.0/16',
      'ufw route allow from 10.245.0.0/16',
      'ufw route allow to 10.245.0.0/16',
    ]);
    expect(readFileSync(node.path('ufw/before.rules'), 'utf8')).toBe(before);
  });
});
