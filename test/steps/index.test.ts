import * as steps from '../../src/steps';
import { atVersion } from '../fakes/at-version';
import { externalEtcdCluster, haCluster, nodeOf, singleCluster } from '../fakes/clusters';
import { describeGoldens } from '../fakes/goldens';
import { artifactsWithSums } from '../fakes/artifact-sums';
import { debianFacts } from '../fakes/step-facts';
import { subjectOf, summarize } from '../fakes/step-summary';

const stepsOf = (cluster = haCluster({ artifacts: artifactsWithSums }), name = 'cp-1') => {
  const node = nodeOf(cluster, name);
  return steps.nodeSteps(cluster, node, debianFacts(node));
};

const retireStepsOf = (name: string, cluster = haCluster()) => {
  const node = nodeOf(cluster, name);
  return steps.retireSteps(cluster, node, debianFacts(node));
};

const external = () => externalEtcdCluster({ artifacts: artifactsWithSums });

const everything = () =>
  haCluster({
    artifacts: artifactsWithSums,
    kubernetes: { version: 'v1.31.14' },
    hosts: { manage: true },
    time: { servers: ['10.0.0.1'] },
    kubeProxy: { mode: 'ipvs' },
    networking: { podSubnet: '10.244.0.0/16,fd00:10:244::/56', serviceSubnet: '10.96.0.0/16,fd00:10:96::/112' },
    registry: { mirrors: [{ host: 'docker.io', endpoints: ['http://10.0.0.1:5000'] }] },
  });

const withRuntime = (name: string, spec: object = {}) =>
  singleCluster({ artifacts: artifactsWithSums, runtime: { name }, ...spec });

const withTools = () =>
  singleCluster({
    artifacts: artifactsWithSums,
    runtime: { install: 'package' },
    tools: { crictl: {}, nerdctl: {}, buildkit: {}, kubectlCompletion: true },
  });

describeGoldens('steps', 'txt', {
  docker: () => summarize(stepsOf(withRuntime('docker'), 'solo')),
  dockershim: () => summarize(stepsOf(atVersion(withRuntime('docker'), 'v1.17.4'), 'solo')),
  'cri-o': () => summarize(stepsOf(withRuntime('cri-o'), 'solo')),
  tools: () => summarize(stepsOf(withTools(), 'solo')),
  'control-plane': () => summarize(stepsOf()),
  worker: () => summarize(stepsOf(undefined, 'w-1')),
  'single-node': () => summarize(stepsOf(singleCluster({ artifacts: artifactsWithSums }), 'solo')),
  everything: () => summarize(stepsOf(everything())),
  'etcd-member': () => summarize(stepsOf(external(), 'etcd-1')),
  'control-plane-of-external-etcd': () => summarize(stepsOf(external())),
  'retired-etcd-member': () => summarize(retireStepsOf('etcd-1', external())),
  'retired-control-plane': () => summarize(retireStepsOf('cp-1')),
  'retired-worker': () => summarize(retireStepsOf('w-1')),
});

test('a node that leaves stops the service that holds the endpoint before the one that it stands before', () => {
  const [first] = retireStepsOf('cp-1');
  expect(first?.resources.slice(0, 2).map((unit) => subjectOf(unit).split(' ')[0])).toEqual([
    'keepalived.service',
    'haproxy.service',
  ]);
});

describe('nodeSteps', () => {
  it('is the steps of all activities in order', () => {
    const cluster = haCluster({ artifacts: artifactsWithSums });
    const node = nodeOf(cluster, 'cp-1');
    const { prepareSteps, runtimeSteps, loadBalancerSteps, kubernetesSteps, imageSteps } = steps;
    const parts = [prepareSteps, runtimeSteps, loadBalancerSteps, kubernetesSteps, imageSteps];
    expect(stepsOf(cluster)).toEqual(parts.flatMap((part) => part(cluster, node, debianFacts(node))));
  });

  it('gives every step a name of its own', () => {
    const names = stepsOf(everything()).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('desires nothing twice', () => {
    const subjects = stepsOf(everything()).flatMap(({ resources }) =>
      resources.map((resource) => `${resource.kind} ${subjectOf(resource)}`),
    );
    expect(subjects.filter((subject, index) => subjects.indexOf(subject) !== index)).toEqual([]);
  });

  it('is the same value each time it is asked', () => {
    expect(stepsOf(everything())).toEqual(stepsOf(everything()));
  });
});
