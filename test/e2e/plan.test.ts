import { whyLabCannotRun } from '../../lab';
import type { PlanReport } from '../../src/client';
import { createBench, type Ended } from './support/bench';
import { differences, listFiles } from './support/listing';

jest.setTimeout(180_000);

const obstacle = whyLabCannotRun();
if (obstacle !== undefined) process.stderr.write(`SKIPPED, the lab cannot run here: ${obstacle}\n`);

/** What stands on a node after an install, by hand and not from the steps: the plan may forget none of it. */
const FILES = [
  '/etc/modules-load.d/slipway.conf',
  '/etc/sysctl.d/99-zz-slipway.conf',
  '/etc/containerd/config.toml',
  '/etc/systemd/system/containerd.service',
  '/etc/systemd/system/kubelet.service',
  '/etc/systemd/system/kubelet.service.d/10-kubeadm.conf',
];
const BINARIES = ['kubeadm', 'kubelet', 'kubectl', 'containerd', 'runc'];

(obstacle === undefined ? describe : describe.skip)('slipway plan on fresh machines', () => {
  const bench = createBench({ name: 'e2e-plan', controlPlanes: 1, workers: 1 });
  const machines = ['cp-1', 'worker-1'];
  const listAll = () => Promise.all(machines.map((machine) => listFiles(bench.lab, machine)));
  let before: readonly string[];
  let text: Ended;
  let report: PlanReport;

  beforeAll(async () => {
    await bench.up();
    // The lab's machines come with every package: one that is missing is to be named too.
    await Promise.all(machines.map((machine) => bench.stdoutOf(machine, 'dpkg', '--purge', '--force-all', 'iptables')));
    before = await listAll();
    text = await bench.run('plan', bench.file);
    report = JSON.parse((await bench.run('plan', bench.file, '--output', 'json')).stdout) as PlanReport;
    process.stdout.write(`slipway plan of two fresh machines: ${text.tookMs} ms\n`);
  }, 600_000);
  afterAll(() => bench.down(), 180_000);

  test('it says that changes are pending, by its exit code and in its last line', () => {
    expect([text.exitCode, text.stderr]).toEqual([3, '']);
    expect(text.stdout).toMatch(/2 of 2 nodes would change\. Nothing was changed\. Plan [0-9a-f]{12}\.\n$/);
  });

  test.each(machines)('it names every package, artifact and file of %s, files with their text', (machine) => {
    const section = sectionOf(text.stdout, machine);
    const lines = section.split('\n').map((line) => line.trim());
    for (const path of FILES) expect(lines).toContainEqual(expect.stringMatching(`^file ${path}: missing`));
    for (const name of BINARIES) expect(lines).toContainEqual(expect.stringMatching(`^artifact .*${name}`));
    expect(lines).toContainEqual(expect.stringMatching(/^package iptables\b/));
    expect(lines).toContainEqual(expect.stringMatching(/^image registry\.k8s\.io\/kube-proxy:v1\.34\.4\b/));
    expect(lines).toContain('+version = 2');
    expect(lines).toContain('+net.ipv4.ip_forward = 1');
  });

  test('every file that is pending is shown with its diff, and nothing pending is left out of the text', () => {
    for (const { node, steps, error } of report.diffs) {
      expect(error).toBeUndefined();
      const section = sectionOf(text.stdout, node);
      for (const { pending, diffs } of steps) {
        for (const { kind, subject } of pending) expect(section).toContain(`    ${kind} ${subject}`);
        const files = pending.filter(({ kind }) => kind === 'file').map(({ subject }) => subject);
        expect(diffs.map(({ path }) => path).toSorted()).toEqual(files.toSorted());
        expect(diffs.filter(({ diff }) => diff.trim() === '')).toEqual([]);
      }
    }
  });

  test('nothing on the machines was touched', async () => {
    const after = await listAll();
    for (const [index, listing] of after.entries()) {
      expect(listing).toContain('/etc/hostname f ');
      expect(differences(before[index] ?? '', listing)).toEqual([]);
    }
    for (const machine of machines)
      expect(await bench.stdoutOf(machine, 'sh', '-c', 'ls -d /run/slipway /var/lib/slipway 2>&1 || true')).not.toMatch(
        /^\/(run|var)/m,
      );
  });
});

/** What is printed of one node. */
function sectionOf(text: string, node: string): string {
  const [, section = ''] = text.split(new RegExp(`^${node}: `, 'm'));
  return section.split(/^(?=\S+: \w)/m)[0] ?? '';
}
