import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { converge } from '../../src/remote/converge';
import { claimFence } from '../../src/remote/fence';
import { absent } from '../../src/remote/kinds/absent';
import { applyHostname, checkHostname, hostname } from '../../src/remote/kinds/hostname';
import { applyHosts, checkHosts, hosts } from '../../src/remote/kinds/hosts';
import { applySwap, checkSwap, swap } from '../../src/remote/kinds/swap';
import type { Resource, Step } from '../../src/resources/resource';
import { DownloadServer } from '../fakes/download-server';
import { fakeNodeCommands } from '../fakes/node-commands';
import { SystemdNode } from '../fakes/systemd-node';

const fence = { clusterUid: 'uid-1', epoch: 1, holder: 'default/slipway/demo/run-1' };
const server = new DownloadServer();
const tool = '#!/bin/sh\nexit 0\n'.repeat(2000);
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const common = { disruption: 'none' } as const;

interface Case {
  readonly name: string;
  readonly prepare?: (node: SystemdNode) => void;
  readonly resources: (node: SystemdNode) => readonly Resource[];
  /** Undoes what apply made, as somebody else on the node would. */
  readonly spoil?: (node: SystemdNode) => void;
}

/** A kind whose files have fixed places, on files of the test's own. */
const onFile = (title: string, library: string | undefined, check: string, apply: string): Resource => ({
  ...common,
  kind: 'command',
  title,
  check: `${library ?? ''}\n${check}`,
  apply: `${library ?? ''}\n${apply}`,
});

const entries = [{ address: '10.0.0.1', names: ['cp-1', 'cp-1.example'] }];

const cases: readonly Case[] = [
  {
    name: 'file',
    prepare: (node) => writeFileSync(node.path('old'), 'old\n', { mode: 0o600 }),
    resources: (node) => [
      { ...common, kind: 'file', path: node.path('etc/new'), content: 'a\nb\n', mode: '0600', owner: node.owner },
      { ...common, kind: 'file', path: node.path('old'), content: 'new\n', mode: '0644', owner: node.owner },
    ],
    spoil: (node) => chmodSync(node.path('old'), 0o666),
  },
  {
    name: 'directory',
    resources: (node) => [{ ...common, kind: 'directory', path: node.path('var/lib/x'), mode: '0700' }],
    spoil: (node) => chmodSync(node.path('var/lib/x'), 0o755),
  },
  {
    name: 'absent',
    prepare: (node) => mkdirSync(node.path('left/over'), { recursive: true }),
    resources: (node) => [{ ...common, kind: 'absent', path: node.path('left') }],
    spoil: (node) => writeFileSync(node.path('left'), ''),
  },
  {
    name: 'artifact',
    resources: (node) =>
      ['a', 'b'].map((name): Resource => ({
        ...common,
        kind: 'artifact',
        title: `tool ${name}`,
        url: server.serve(`/${name}`, tool + name),
        sha256: sha256(tool + name),
        install: { as: 'binary', path: node.path('tools', name), mode: '0755' },
      })),
    spoil: (node) => writeFileSync(node.path('tools/a'), 'evil'),
  },
  {
    name: 'package',
    resources: () =>
      [{ name: 'conntrack' }, { name: 'kubelet', version: '1.34.4-1.1', hold: true }].map((each): Resource => ({
        ...common,
        kind: 'package',
        manager: 'apt',
        ...each,
      })),
    spoil: (node) => writeFileSync(node.path('packages/kubelet'), 'install ok installed|1.33.0-1.1'),
  },
  {
    name: 'image',
    resources: () =>
      ['registry.k8s.io/pause:3.10', 'registry.k8s.io/etcd:3.6'].map((reference): Resource => ({
        ...common,
        kind: 'image',
        client: 'ctr',
        reference,
      })),
    spoil: (node) => rmSync(node.path('images/etcd:3.6')),
  },
  {
    name: 'command',
    resources: (node) => [
      {
        ...common,
        kind: 'command',
        title: 'light the lamp',
        long: true,
        check: `[ -e '${node.path('lamp')}' ] || { echo dark; exit 1; }`,
        apply: `sleep 0.05; touch '${node.path('lamp')}'`,
      },
    ],
  },
  {
    name: 'hosts',
    prepare: (node) =>
      writeFileSync(node.path('hosts'), '127.0.0.1 localhost\n# BEGIN slipway\n10.9.9.9 old\n# END slipway\n# mine'),
    resources: (node) => {
      const file = node.path('hosts');
      return [onFile('hosts', hosts.library, checkHosts(entries, file), applyHosts(entries, file))];
    },
  },
  {
    name: 'hosts without entries',
    prepare: (node) =>
      writeFileSync(node.path('hosts'), '127.0.0.1 localhost\n# BEGIN slipway\n10.9.9.9 old\n# END slipway\n# mine'),
    resources: (node) => {
      const file = node.path('hosts');
      return [onFile('hosts', hosts.library, checkHosts([], file), applyHosts([], file))];
    },
  },
  {
    name: 'hostname',
    prepare: (node) => writeFileSync(node.path('hostname'), 'old\n'),
    resources: (node) => {
      const file = node.path('hostname');
      return [onFile('hostname', hostname.library, checkHostname('cp-1', file), applyHostname('cp-1', file))];
    },
  },
  {
    name: 'swap',
    prepare: (node) => writeFileSync(node.path('fstab'), fstab),
    resources: (node) => {
      const nothing = node.path('no-swaps');
      const places = { fstab: node.path('fstab'), swaps: nothing, configuration: nothing, generated: nothing };
      return [onFile('swap', swap.library, checkSwap(places), applySwap(places))];
    },
  },
];

const fstab = `# static\nUUID=1 / ext4 defaults 0 1\nUUID=2 none swap sw 0 0\n#/dev/x none swap sw 0 0\n/swapfile  swap  swap  defaults 0 0\n`;

/** Everything that the test's resources may touch, with content and mode, but not what the node keeps of its own. */
function snapshot(node: SystemdNode): Record<string, string> {
  const skipped = new Set(['run', 'units', 'started', 'bin', 'state']);
  const found: Record<string, string> = {};
  const walk = (path: string) => {
    for (const entry of readdirSync(node.path(path), { withFileTypes: true })) {
      const child = join(path, entry.name);
      if (path === '' && skipped.has(entry.name)) continue;
      if (entry.isDirectory()) walk(child);
      else found[child] = readFileSync(node.path(child), 'utf8');
    }
  };
  walk('');
  return found;
}

// Real shells: on a machine that installs clusters beside, a script takes its time.
jest.setTimeout(60_000);

describe.each(cases)('$name', ({ prepare, resources, spoil }) => {
  let node: SystemdNode;
  let steps: Step[];
  beforeAll(() => server.start());
  afterAll(() => server.stop());
  beforeEach(async () => {
    node = new SystemdNode();
    fakeNodeCommands(node);
    prepare?.(node);
    steps = [{ name: 'one', title: 'One', resources: resources(node) }];
    await claimFence(node, fence);
  });
  afterEach(() => node.close());

  const apply = () => converge(node, steps, { mode: 'apply', cluster: 'demo', fence });
  const pending = async () =>
    (await converge(node, steps, { mode: 'check' })).flatMap((report) => report.pending.map(({ reason }) => reason));

  it('is pending with a reason, then applied, then satisfied', async () => {
    const before = await pending();
    expect(before).not.toEqual([]);
    expect(before).not.toContain('not as wanted');
    expect(await apply()).toMatchObject([{ changed: true }]);
    expect(await pending()).toEqual([]);
  });

  it('satisfied, is looked at in one round trip and nothing is changed', async () => {
    await apply();
    const before = snapshot(node);
    const roundTrips = node.roundTrips;
    expect(await apply()).toMatchObject([{ changed: false, pending: [] }]);
    expect(node.roundTrips - roundTrips).toBe(1);
    expect(snapshot(node)).toEqual(before);
  });

  it('checked, changes nothing', async () => {
    const before = snapshot(node);
    await pending();
    expect(snapshot(node)).toEqual(before);
  });

  it('spoiled by somebody else, is mended', async () => {
    if (spoil === undefined) return;
    await apply();
    const before = snapshot(node);
    spoil(node);
    expect(await pending()).not.toEqual([]);
    await apply();
    expect(snapshot(node)).toEqual(before);
  });

  it('cut off by a power cut at any moment, converges when it is run again, with nothing left over', async () => {
    await apply();
    const whole = snapshot(node);
    for (let round = 0; round < 4; round += 1) {
      await node.close();
      node = new SystemdNode();
      fakeNodeCommands(node);
      prepare?.(node);
      steps = [{ name: 'one', title: 'One', resources: resources(node) }];
      await claimFence(node, fence);
      const doomed = apply().then(
        () => 'done',
        () => 'cut',
      );
      await new Promise((resolve) => setTimeout(resolve, 20 + round * 60));
      node.powerCut();
      await doomed;
      node.powerCut();
      await apply();
      expect(await pending()).toEqual([]);
      expect(snapshot(node)).toEqual(whole);
    }
  });
});

describe('a resource that the node refuses', () => {
  it('is reported as unsupported when it is not required, and fails when it is', async () => {
    const node = new SystemdNode();
    await claimFence(node, fence);
    node.addCommand('modprobe', 'echo "FATAL: Module not found" >&2; exit 1');
    const wish = (required: boolean): Step[] => [
      {
        name: 'kernel',
        title: 'Kernel',
        resources: [
          { ...common, kind: 'kernel-module', name: 'slipway_lamp', required },
          { ...common, kind: 'sysctl', key: 'net.slipway.lamp', value: '1', required },
        ],
      },
    ];
    const apply = (required: boolean) => converge(node, wish(required), { mode: 'apply', cluster: 'demo', fence });
    expect(await apply(false)).toMatchObject([
      { pending: [], unsupported: [{ subject: 'slipway_lamp' }, { subject: 'net.slipway.lamp' }], changed: false },
    ]);
    await expect(apply(true)).rejects.toMatchObject({
      kind: 'step-not-converged',
      message: expect.stringContaining('FATAL: Module not found'),
    });
    await node.close();
  });
});

describe('what is not asked for', () => {
  it('is left as it was: foreign lines of hosts and fstab, and a copy of fstab', async () => {
    const node = new SystemdNode();
    fakeNodeCommands(node);
    await claimFence(node, fence);
    const mine = cases.filter(({ name }) => name === 'hosts' || name === 'swap');
    for (const { prepare } of mine) prepare?.(node);
    const resources = mine.flatMap(({ resources: of }) => of(node));
    await converge(node, [{ name: 'x', title: 'X', resources }], { mode: 'apply', cluster: 'demo', fence });
    expect(readFileSync(node.path('hosts'), 'utf8')).toBe(
      '127.0.0.1 localhost\n# mine\n# BEGIN slipway\n10.0.0.1 cp-1 cp-1.example\n# END slipway\n',
    );
    expect(readFileSync(node.path('fstab'), 'utf8')).toBe(
      fstab.replace('UUID=2', '# off for Kubernetes: UUID=2').replace('/swapfile', '# off for Kubernetes: /swapfile'),
    );
    expect(readFileSync(node.path('fstab.before-slipway'), 'utf8')).toBe(fstab);
    expect(existsSync(node.path('swapoff-called'))).toBe(false);
    await node.close();
  });

  it.each(['/', '/etc', '/etc/..', '/var/../etc', 'relative/path', '/etc/'])(
    'is never removed near the root: %s',
    (path) => {
      expect(() => absent.apply({ ...common, kind: 'absent', path })).toThrow('at least two levels deep');
    },
  );
});
