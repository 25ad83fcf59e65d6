import * as steps from '../../src/steps';
import { artifactsWithSums } from '../fakes/artifact-sums';
import { haCluster, nodeOf } from '../fakes/clusters';
import { describeGoldens } from '../fakes/goldens';
import { factsOf, SYSTEMS } from '../fakes/step-facts';
import { summarize } from '../fakes/step-summary';

const key = '/etc/slipway/packages.asc';
const inputs = { checksums: {}, secrets: {}, files: { [key]: 'KEY\n' } };
const cluster = haCluster({
  artifacts: artifactsWithSums,
  kubernetes: { version: 'v1.31.14', install: 'package' },
  kubeProxy: { mode: 'ipvs' },
  time: { servers: ['10.0.0.1'], fromControlPlanes: true },
  os: {
    selinux: 'disabled',
    timeZone: 'Asia/Shanghai',
    openFiles: 65536,
    sysctls: { values: { 'vm.swappiness': '0' } },
  },
  packages: {
    repositories: [
      {
        name: 'kubernetes',
        apt: { url: 'https://packages.example.com/deb/', keys: [{ file: key }] },
        rpm: { url: 'https://packages.example.com/rpm/', keys: [{ file: key }] },
      },
      { name: 'only-apt', apt: { url: 'https://packages.example.com/more/', keys: [{ file: key }] } },
    ],
  },
});

const stepsOn = (system: keyof typeof SYSTEMS) => {
  const node = nodeOf(cluster, 'cp-1');
  return steps.nodeSteps(cluster, node, factsOf(node, system), inputs);
};

describeGoldens(
  'steps-by-family',
  'txt',
  Object.fromEntries(
    (Object.keys(SYSTEMS) as (keyof typeof SYSTEMS)[]).map((system) => [system, () => summarize(stepsOn(system))]),
  ),
);

describe('Kubernetes by packages', () => {
  const resources = stepsOn('rocky').flatMap((step) => step.resources);

  it('is of the version asked for, in whatever packaging, and held', () => {
    expect(resources).toContainEqual(
      expect.objectContaining({ kind: 'package', manager: 'dnf', name: 'kubelet', version: '1.31.14', hold: true }),
    );
  });

  it('downloads neither the programs nor the CNI plugins, which come along', () => {
    const titles = resources.flatMap((each) => (each.kind === 'artifact' ? [each.title] : []));
    expect(titles).toEqual(['containerd 1.7.24', 'runc 1.2.3']);
  });

  it('knows the repositories before it installs from them', () => {
    const names = stepsOn('rocky').map(({ name }) => name);
    expect(names.indexOf('add-package-repositories')).toBeLessThan(names.indexOf('install-kubernetes'));
    expect(names.indexOf('keep-time')).toBeLessThan(names.indexOf('install-base-packages'));
  });

  it('reads a repository anew when its definition or a key changes', () => {
    const stamps = (other: string) => {
      const node = nodeOf(cluster, 'cp-1');
      const built = steps.prepareSteps(cluster, node, factsOf(node, 'debian'), {
        ...inputs,
        files: { [key]: other },
      });
      return built.flatMap(({ resources: all }) =>
        all.flatMap((each) => (each.kind === 'package-index' ? [each.stamp] : [])),
      );
    };
    expect(stamps('KEY\n')).toEqual(stamps('KEY\n'));
    expect(stamps('NEW\n')).not.toEqual(stamps('KEY\n'));
  });

  it('says which key was not read', () => {
    const node = nodeOf(cluster, 'cp-1');
    expect(() => steps.prepareSteps(cluster, node, factsOf(node, 'debian'))).toThrow(`read ${key} on the worker first`);
  });
});
