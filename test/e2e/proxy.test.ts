import { type LabOptions, hostOfRequest, type Traffic, whyLabCannotRun } from '../../lab';
import type { InstallResult } from '../../src/client';
import { createBench } from './support/bench';
import { ClusterOracle, KUBECTL } from './support/cluster-oracle';
import { Figures } from './support/figures';

/**
 * A control plane and a worker whose machines reach registry and mirror through an HTTP proxy alone: the host refuses
 * them the direct way. What went through is read from the log of the proxy. The tests of a row build on each other.
 */
interface Row {
  readonly name: string;
  readonly title: string;
  readonly software: Partial<LabOptions>;
}

const ROWS: readonly Row[] = [
  { name: 'e2e-proxy', title: 'Debian, containerd from archives', software: {} },
  {
    name: 'e2e-proxy-dnf',
    title: 'Rocky Linux 9, Kubernetes by dnf',
    software: { family: 'rocky-9', kubernetesVersion: 'v1.29.6', packaged: ['kubernetes'] },
  },
];

jest.setTimeout(900_000);

const obstacle = whyLabCannotRun();
if (obstacle !== undefined) process.stderr.write(`SKIPPED, the lab cannot run here: ${obstacle}\n`);

(obstacle === undefined ? describe : describe.skip).each(ROWS)(
  'machines behind a proxy: $title',
  ({ name, software }) => {
    const bench = createBench({ name, controlPlanes: 1, workers: 1, proxy: true, ...software });
    const oracle = new ClusterOracle(bench.lab);
    const figures = new Figures(name);
    const MACHINES = ['cp-1', 'worker-1'];
    let mirror = '';
    let registry = '';
    let seen: Traffic = { proxied: [], refused: 0 };

    beforeAll(async () => {
      await bench.up();
      const { mirrorUrl, registryUrl } = (await bench.lab.status())?.urls ?? { mirrorUrl: '', registryUrl: '' };
      mirror = new URL(mirrorUrl).host;
      registry = new URL(registryUrl).host;
    }, 900_000);
    afterAll(async () => {
      figures.write();
      await bench.down();
    }, 180_000);

    const install = async (what: string): Promise<InstallResult> => {
      const { exitCode, stdout, stderr, tookMs } = await bench.run('install', bench.file, '--output', 'json');
      expect([exitCode, stderr]).toEqual([0, '']);
      figures.record(`${what}, seconds`, Math.round(tookMs / 1000));
      const last = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as { readonly result: InstallResult };
      return last.result;
    };
    /** Restarts of every container of every pod, by the pod's name. */
    const readRestarts = async (): Promise<Record<string, number[]>> => {
      const { items } = JSON.parse(await bench.stdoutOf('cp-1', ...KUBECTL, 'get', 'pods', '-A', '-o', 'json')) as Pods;
      return Object.fromEntries(
        items.map(({ metadata, status }) => [
          metadata.name,
          (status.containerStatuses ?? []).map(({ restartCount }) => restartCount),
        ]),
      );
    };

    test('a machine reaches the mirror through the proxy, and not without it', async () => {
      const { proxyUrl } = (await bench.lab.status())?.urls ?? { proxyUrl: '' };
      const curl = ['curl', '--silent', '--show-error', '--max-time', '10', `http://${mirror}/`];
      const direct = await bench.lab.exec('worker-1', curl);
      expect([direct.exitCode, direct.stderr]).toEqual([7, expect.stringContaining('Failed to connect')]);
      expect(await bench.stdoutOf('worker-1', ...curl, '--proxy', proxyUrl)).toBe('artifact mirror of a lab');
      seen = await bench.lab.traffic();
      expect(seen.refused).toBeGreaterThan(0);
      expect(seen.proxied.map(hostOfRequest)).toEqual([mirror]);
    });

    test('a cluster is installed whose nodes are Ready and whose pods run', async () => {
      expect((await install('install of 1 + 1 behind a proxy')).outcome).toBe('installed');
      expect((await oracle.nodes()).map(({ name: node, ready }) => [node, ready])).toEqual(
        MACHINES.map((node) => [node, true]),
      );
      const phases = await bench.stdoutOf('cp-1', ...KUBECTL, 'get', 'pods', '-A', '-o', PHASES);
      expect(new Set(phases.split('\n').map((line) => line.split(' ').at(-1)))).toEqual(new Set(['Running']));
    });

    test('downloads and images of every machine came through the proxy, and nothing tried to come past it', async () => {
      const { refused } = seen;
      seen = await bench.lab.traffic();
      expect(seen.refused).toBe(refused);
      for (const { name: machine, address } of await bench.lab.machines()) {
        const own = seen.proxied.filter(({ client }) => client === address);
        const downloads = own.filter((request) => hostOfRequest(request) === mirror);
        const pulls = own.filter(({ target }) => target.startsWith(`http://${registry}/v2/`));
        figures.record(`requests of ${machine}: downloads, images`, `${downloads.length}, ${pulls.length}`);
        expect(downloads.some(({ target }) => /kubelet/.test(target))).toBe(true);
        expect(pulls.some(({ target }) => /\/pause\/manifests\//.test(target))).toBe(true);
        expect(pulls.some(({ target }) => /\/blobs\/sha256:/.test(target))).toBe(true);
      }
    });

    test('the proxy was asked for nothing else: no API server, node, pod or service', () => {
      expect(new Set(seen.proxied.map(hostOfRequest))).toEqual(new Set([mirror, registry]));
    });

    test('no pod has the proxy in its environment', async () => {
      const pods = await bench.stdoutOf('cp-1', ...KUBECTL, 'get', 'pods', '-A', '-o', 'json');
      expect(pods).toContain('kube-apiserver-cp-1');
      expect(pods).not.toMatch(/"name": "(?:https?|no|all)_proxy"/i);
    });

    test('a second install changes nothing and asks the proxy for nothing', async () => {
      expect((await install('no-op')).outcome).toBe('nothing-to-do');
      expect(await bench.lab.traffic()).toEqual(seen);
    });

    test('the runtime takes another list of what goes past the proxy, and no container ends', async () => {
      const before = await readRestarts();
      await bench.want({ spec: { proxy: { noProxy: ['.corp.example.com'] } } });
      expect((await install('another list')).outcome).toBe('installed');
      for (const machine of MACHINES)
        expect(await bench.stdoutOf(machine, 'systemctl', 'show', '--property', 'Environment', 'containerd')).toMatch(
          /NO_PROXY=\S*,\.corp\.example\.com/,
        );
      expect(await readRestarts()).toMatchObject(before);
    });
  },
);

const PHASES = 'jsonpath={range .items[*]}{.metadata.name} {.status.phase}{"\\n"}{end}';

interface Pods {
  readonly items: readonly {
    readonly metadata: { readonly name: string };
    readonly status: { readonly containerStatuses?: readonly { readonly restartCount: number }[] };
  }[];
}
