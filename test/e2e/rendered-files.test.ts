import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLab, type CommandResult, whyLabCannotRun } from '../../lab';
import { kubernetesImages, sandboxImage } from '../../src/catalog/kubernetes/images';
import { initNode } from '../../src/config/nodes';
import { parseCluster } from '../../src/config/parse-cluster';
import { artifactSources } from '../../src/steps/artifacts';
import { haCluster, nodeOf } from '../fakes/clusters';
import { GOLDEN_DIRECTORY } from '../fakes/goldens';

/** The programs that read the files on a node judge the goldens, on a machine of the lab. */
const lab = createLab({ name: 'e2e-rendered', controlPlanes: 1, workers: 0 });
const MACHINE = 'cp-1';
const UP_TIMEOUT_MS = 40 * 60_000;

const run = (script: string, ...args: string[]) => lab.exec(MACHINE, ['sh', '-euc', script, 'sh', ...args]);

async function must(script: string, ...args: string[]): Promise<CommandResult> {
  const result = await run(script, ...args);
  if (result.exitCode !== 0)
    throw new Error(`${script}: exit code ${result.exitCode}\n${result.stdout}${result.stderr}`);
  return result;
}

const put = (path: string, text: string) =>
  lab.exec(MACHINE, ['sh', '-euc', 'mkdir -p "${1%/*}"; cat >"$1"', 'sh', path], { input: text });

const goldensIn = (directory: string, startsWith = ''): [string, string][] =>
  readdirSync(join(GOLDEN_DIRECTORY, directory))
    .filter((file) => file.startsWith(startsWith))
    .map((file) => [`${directory}/${file}`, readFileSync(join(GOLDEN_DIRECTORY, directory, file), 'utf8')]);

/** Downloads what a node of this lab would, by the product's own reading of the lab's cluster file. */
async function download(title: RegExp, path: string): Promise<void> {
  const parsed = parseCluster(await lab.clusterYaml());
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const source = artifactSources(parsed.cluster, initNode(parsed.cluster), 'amd64').find((candidate) =>
    title.test(candidate.title),
  );
  await must(
    'curl -fsS -o "$2" "$1"; echo "$3  $2" | sha256sum -c --status',
    source?.url ?? '',
    path,
    source?.sha256 ?? '',
  );
}

jest.setTimeout(120_000);

const obstacle = whyLabCannotRun();
if (obstacle !== undefined) process.stderr.write(`SKIPPED, the lab cannot run here: ${obstacle}\n`);

(obstacle === undefined ? describe : describe.skip)('the programs that read the rendered files', () => {
  beforeAll(() => lab.up(), UP_TIMEOUT_MS);
  afterAll(() => lab.down());

  describe('haproxy', () => {
    const check = (text: string) => put('/tmp/haproxy.cfg', text).then(() => run('haproxy -c -f /tmp/haproxy.cfg'));

    it.each([...goldensIn('haproxy-cfg'), ...goldensIn('load-balancer/keepalived-haproxy', 'haproxy-')])(
      'takes %s',
      async (_, text) => {
        expect(await check(text)).toMatchObject({ exitCode: 0 });
      },
    );

    it('refuses what it does not know', async () => {
      const [[, text] = ['', '']] = goldensIn('haproxy-cfg');
      expect((await check(`${text}    no-such-keyword 1\n`)).exitCode).not.toBe(0);
    });
  });

  describe('keepalived', () => {
    /** `keepalived -t` ends with SIGTERM where scripts run as another user than root. */
    const check = async (text: string) => {
      const fitting = text
        .replace('script_user nobody', 'script_user root')
        .replaceAll(/(interface|dev) (?:eth0|bond0(?:\.12)?)$/gm, '$1 eth0');
      await put('/tmp/keepalived.conf', fitting);
      return run('setsid -w keepalived -t -f /tmp/keepalived.conf');
    };

    it.each([...goldensIn('keepalived-conf'), ...goldensIn('load-balancer/keepalived-haproxy', 'keepalived-')])(
      'takes %s without a word',
      async (_, text) => {
        expect(await check(text)).toEqual({ exitCode: 0, stdout: '', stderr: '' });
      },
    );

    it('refuses what it does not know', async () => {
      const [[, text] = ['', '']] = goldensIn('keepalived-conf');
      expect((await check(`${text}no_such_keyword 1\n`)).exitCode).not.toBe(0);
    });
  });

  describe('kubeadm', () => {
    beforeAll(() => download(/^kubeadm/, '/tmp/kubeadm').then(() => must('chmod 0755 /tmp/kubeadm')));

    const check = (text: string) =>
      put('/tmp/kubeadm.yaml', text).then(() => run('/tmp/kubeadm config validate --config /tmp/kubeadm.yaml'));

    /** Those of other versions are judged by their own kubeadm, in kubeadm-versions.test.ts. */
    const goldens = [...goldensIn('kubeadm-init'), ...goldensIn('kubeadm-join')].filter(
      ([file]) => !/\/v1\./.test(file),
    );

    it.each(goldens)('takes %s', async (_, text) => {
      expect(await check(text)).toMatchObject({ exitCode: 0, stdout: 'ok\n' });
    });

    it('refuses what it does not know', async () => {
      const [[, text] = ['', '']] = goldens;
      expect((await check(`${text}noSuchField: 1\n`)).exitCode).not.toBe(0);
    });

    it('lists the images that a control plane pulls ahead', async () => {
      const cluster = haCluster();
      const { stdout } = await must('/tmp/kubeadm config images list --kubernetes-version v1.34.4');
      const ours = [...kubernetesImages(cluster, nodeOf(cluster, 'cp-1')), sandboxImage(cluster)];
      expect(stdout.trim().split('\n').toSorted()).toEqual(ours.toSorted());
    });
  });

  describe('containerd', () => {
    beforeAll(
      () =>
        download(/^containerd/, '/tmp/containerd.tar.gz').then(() =>
          must('tar -xzf /tmp/containerd.tar.gz -C /usr/local'),
        ),
      60_000,
    );

    it.each(goldensIn('containerd-config', 'format-2'))('reads %s as it is meant', async (_, text) => {
      await put('/tmp/config.toml', text);
      const { stdout } = await must('/usr/local/bin/containerd --config /tmp/config.toml config dump');
      expect(stdout).toMatch(new RegExp(`SystemdCgroup = ${!text.includes('SystemdCgroup = false')}`));
      expect(stdout).toMatch(/sandbox_image = "registry\.k8s\.io\/pause:3\.10\.1"/);
      expect(stdout).toMatch(/config_path = "\/etc\/containerd\/certs\.d"/);
      expect(stdout).toMatch(/default_runtime_name = "runc"/);
      expect(stdout).toMatch(/runtime_type = "io\.containerd\.runc\.v2"/);
      expect(stdout).toMatch(new RegExp(`restrict_oom_score_adj = ${text.includes('restrict_oom')}`));
    });
  });

  describe('systemd', () => {
    it('finds nothing wrong with the units', async () => {
      const units = { 'containerd.service': 'containerd-service', 'kubelet.service': 'kubelet-service' };
      for (const [unit, golden] of Object.entries(units)) {
        await put(`/etc/systemd/system/${unit}`, goldensIn(golden)[0]?.[1] ?? '');
      }
      await put(
        '/etc/systemd/system/kubelet.service.d/10-kubeadm.conf',
        goldensIn('kubelet-kubeadm-conf')[0]?.[1] ?? '',
      );
      await must('for name in containerd kubelet; do ln -sf /bin/true /usr/local/bin/$name; done');
      const { stdout, stderr } = await must('systemd-analyze verify containerd.service kubelet.service');
      expect(stdout + stderr).not.toMatch(/(?:containerd|kubelet)\.service/);
    });
  });
});
