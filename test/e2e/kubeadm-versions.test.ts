import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureKubeadm, lineProgress, whyLabCannotRun } from '../../lab';
import { KUBERNETES_RELEASES } from '../../lab/versions';
import { kubernetesImages, sandboxImage } from '../../src/catalog/kubernetes/images';
import { kubernetesSupport } from '../../src/config/kubernetes-support';
import { INIT_PHASES, joinPhasesOf } from '../../src/plan/kubeadm/phases';
import { renderKubeadmApiServer, withEtcdEndpoints } from '../../src/render/kubeadm-api-server';
import { renderKubeadmInit } from '../../src/render/kubeadm-init';
import { renderKubeadmJoin } from '../../src/render/kubeadm-join';
import { externalEtcdCluster, haCluster, nodeOf } from '../fakes/clusters';

/** The kubeadm of every version that the lab knows judges what is written for it. It runs as a plain program: it changes nothing. */
const BUILD_TIMEOUT_MS = 40 * 60_000;
/** These stand in no help text. */
const HIDDEN_PHASES = ['check-etcd', 'wait-control-plane'];
const FIRST_MINOR_WITH_VALIDATE = 28;

const criSocket = 'unix:///run/containerd/containerd.sock';
const secrets = {
  token: 'abcdef.0123456789abcdef',
  certificateKey: 'ab'.repeat(32),
  caHash: 'cd'.repeat(32),
};

const clusterOf = (version: string) =>
  haCluster({
    kubernetes: { version },
    kubeadm: {
      ignorePreflightErrors: ['HTTPProxyCIDR'],
      initConfiguration: {
        nodeRegistration: { kubeletExtraArgs: [{ name: 'v', value: '2' }] },
        timeouts: { controlPlaneComponentHealthCheck: '9m0s' },
      },
      joinConfiguration: { timeouts: { discovery: '7m0s' } },
      clusterConfiguration: {
        apiServer: { extraArgs: [{ name: 'profiling', value: 'false' }] },
        etcd: { local: { extraArgs: [{ name: 'quota-backend-bytes', value: '8589934592' }] } },
      },
    },
  });

const DOCUMENTS: Readonly<Record<string, (version: string) => string>> = {
  init: (version) => {
    const cluster = clusterOf(version);
    return renderKubeadmInit({ cluster, node: nodeOf(cluster, 'cp-1'), criSocket, secrets });
  },
  'control-plane join': (version) => joinOf(version, 'cp-2'),
  'worker join': (version) => joinOf(version, 'w-1'),
};

function joinOf(version: string, node: string): string {
  const cluster = clusterOf(version);
  return renderKubeadmJoin({ cluster, node: nodeOf(cluster, node), criSocket, secrets });
}

interface Answer {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

function run(program: string, args: readonly string[]): Promise<Answer> {
  return new Promise((resolve) => {
    execFile(program, args, (error, stdout, stderr) =>
      resolve({ exitCode: error === null ? 0 : Number(error.code ?? 1), stdout, stderr }),
    );
  });
}

jest.setTimeout(120_000);

const obstacle = whyLabCannotRun();
if (obstacle !== undefined) process.stderr.write(`SKIPPED, the lab cannot run here: ${obstacle}\n`);

(obstacle === undefined ? describe : describe.skip).each(KUBERNETES_RELEASES.map(({ version }) => version))(
  'kubeadm %s',
  (version) => {
    const support = kubernetesSupport(version);
    let kubeadm = '';
    let directory = '';

    beforeAll(async () => {
      kubeadm = await ensureKubeadm(version, lineProgress());
      directory = await mkdtemp(join(tmpdir(), 'slipway-kubeadm-'));
    }, BUILD_TIMEOUT_MS);
    afterAll(() => rm(directory, { recursive: true, force: true }));

    const write = async (text: string) => {
      const file = join(directory, 'kubeadm.yaml');
      await writeFile(file, text);
      return file;
    };

    /** An older kubeadm reads the file to migrate it, and only warns of what it does not know. */
    const judge = async (text: string): Promise<readonly string[]> => {
      const file = await write(text);
      const { exitCode, stdout, stderr } =
        support.minor >= FIRST_MINOR_WITH_VALIDATE
          ? await run(kubeadm, ['config', 'validate', '--config', file])
          : await run(kubeadm, [
              'config',
              'migrate',
              '--old-config',
              file,
              '--new-config',
              join(directory, 'migrated'),
            ]);
      const complaints = stderr.split('\n').filter((line) => /unknown field|unmarshal/.test(line));
      return exitCode === 0 ? complaints : [...complaints, `exit code ${exitCode}: ${stdout}${stderr}`];
    };

    /** The lines of the API server's manifest, made below a directory of the test's. */
    const makeManifest = async (text: string): Promise<readonly string[]> => {
      const manifests = join(directory, 'etc/kubernetes/manifests');
      await mkdir(manifests, { recursive: true });
      await write(text);
      const flags = ['--rootfs', directory, '--config', '/kubeadm.yaml'];
      const { exitCode, stderr } = await run(kubeadm, ['init', 'phase', 'control-plane', 'apiserver', ...flags]);
      expect([exitCode, exitCode === 0 ? '' : stderr]).toEqual([0, '']);
      return (await readFile(join(manifests, 'kube-apiserver.yaml'), 'utf8')).split('\n');
    };

    it.each(Object.entries(DOCUMENTS))('takes what is written for an %s', async (_, render) => {
      expect(await judge(render(version))).toEqual([]);
    });

    it('has a word against what it does not know', async () => {
      expect(await judge(`${DOCUMENTS['worker join']?.(version)}noSuchField: 1\n`)).not.toEqual([]);
    });

    it('makes an API server anew that differs in the endpoints of etcd alone', async () => {
      const cluster = externalEtcdCluster({
        kubernetes: { version },
        kubeadm: {
          initConfiguration: { timeouts: { controlPlaneComponentHealthCheck: '9m0s' } },
          clusterConfiguration: { apiServer: { extraArgs: [{ name: 'profiling', value: 'false' }] } },
        },
      });
      const node = nodeOf(cluster, 'cp-1');
      const init = renderKubeadmInit({ cluster, node, criSocket, secrets });
      // As kubeadm itself words it when it uploads it.
      const migrated = join(directory, 'live');
      await run(kubeadm, ['config', 'migrate', '--old-config', await write(init), '--new-config', migrated]);
      const documents = (await readFile(migrated, 'utf8')).split(/^---$/m);
      const live = documents.find((document) => document.includes('kind: ClusterConfiguration')) ?? '';
      const endpoints = ['https://10.0.0.31:2379', 'https://10.0.0.41:2379'];
      const clusterConfiguration = withEtcdEndpoints(live, endpoints);
      const before = await makeManifest(init);
      const after = await makeManifest(renderKubeadmApiServer({ cluster, node, criSocket, clusterConfiguration }));
      const flag = '    - --etcd-servers=';
      expect(after.filter((line) => !before.includes(line))).toEqual([`${flag}${endpoints.join(',')}`]);
      expect(before.filter((line) => !after.includes(line))).toEqual([
        `${flag}${[31, 32, 33].map((host) => `https://10.0.0.${host}:2379`).join(',')}`,
      ]);
    });

    it('lists the images that a control plane pulls ahead', async () => {
      const cluster = clusterOf(version);
      const file = await write(DOCUMENTS['init']?.(version) ?? '');
      const { stdout } = await run(kubeadm, ['config', 'images', 'list', '--config', file]);
      const ours = [...kubernetesImages(cluster, nodeOf(cluster, 'cp-1')), sandboxImage(cluster)];
      expect(stdout.trim().split('\n').toSorted()).toEqual(ours.toSorted());
    });

    it('has the phases and flags that it is run with', async () => {
      const helpOf = async (command: string) => (await run(kubeadm, [command, '--help'])).stdout;
      const { parts } = joinPhasesOf(version);
      const joinPhases = Object.values(parts).flat();
      const initPhases = INIT_PHASES.filter((phase) => phase !== 'show-join-command' || support.hasJoinCommandPhase);
      const init = await helpOf('init');
      expect(missingIn(init, initPhases)).toEqual([]);
      expect(init.includes('\nshow-join-command ')).toBe(support.hasJoinCommandPhase);
      expect(missingIn(await helpOf('join'), joinPhases)).toEqual([]);
      for (const flag of ['--upload-certs', '--skip-token-print', '--skip-certificate-key-print', '--skip-phases']) {
        expect(init).toContain(flag);
      }
      const reset = await helpOf('reset');
      for (const flag of ['--force', '--skip-phases', '--kubeconfig', '--cri-socket']) expect(reset).toContain(flag);
    });
  },
);

function missingIn(help: string, phases: readonly string[]): string[] {
  return phases.filter((phase) => !HIDDEN_PHASES.includes(phase) && !help.includes(`\n${phase} `));
}
