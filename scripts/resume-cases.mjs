/**
 * Where a run of kubeadm may have been cut off: a name, what is observed, and that as a node's state. What is done next is
 * asked of the product, by render-resume-rules.mjs.
 */
export function resumeCases(fakes) {
  const states = { ...fakes, ...statesBetween(fakes) };
  return {
    init: initCases(states),
    prepare: prepareCases(states),
    etcd: etcdCases(states),
    finish: finishCases(states),
    worker: workerCases(states),
    joiner: { name: 'cp-2', peerUrl: states.voter.peerUrl },
  };
}

const half = (name) => [{ name, key: true, certificate: false }];
const bootstrapKubeconfig = (whole) => ({ name: 'bootstrap-kubelet.conf', whole });

function statesBetween({ allManifests, allPairs, initKubeconfigs, member, prepared, untouched }) {
  const running = { kubeletConfig: true, kubeletActive: true };
  const disk = { certificates: allPairs, kubeconfigs: initKubeconfigs, manifests: allManifests };
  const bootstrapping = {
    ...prepared,
    ...running,
    kubeconfigs: [...prepared.kubeconfigs, bootstrapKubeconfig(true)],
    bootstrapTokenId: 'abcdef',
  };
  const learning = { ...bootstrapping, manifests: allManifests, etcdData: true };
  return {
    started: { ...untouched, ...disk, ...running, etcdData: true },
    bootstrapping,
    learning,
    joined: {
      ...learning,
      kubeconfigs: [...prepared.kubeconfigs, { name: 'kubelet.conf', whole: true }],
      apiServerLive: true,
      nodeObject: 'ready',
      markedControlPlane: true,
    },
    first: member('cp-1', '10.0.0.11'),
    voter: member('cp-2', '10.0.0.12'),
    learner: member('cp-2', '10.0.0.12', true),
    strangeLearner: member('cp-3', '10.0.0.13', true),
  };
}

function initCases({ untouched, allPairs, initKubeconfigs, allManifests, started, initialized }) {
  const certified = { ...untouched, certificates: allPairs };
  const configured = { ...certified, kubeconfigs: initKubeconfigs };
  const cut = [{ name: 'super-admin.conf', whole: false }];
  const uploaded = 'kubeadm-config is in the API';
  return [
    ['before it began', 'nothing of Kubernetes', untouched],
    ['certs, between a key and its certificate', 'half a pair', { ...untouched, certificates: half('ca') }],
    ['certs, between sa.key and sa.pub', 'half a pair', { ...untouched, certificates: half('sa') }],
    ['certs, at its end', 'whole pairs', certified],
    ['kubeconfig', 'a file that was cut', { ...certified, kubeconfigs: cut }],
    ['control-plane', 'some manifests', { ...configured, manifests: allManifests.slice(0, 2) }],
    ['kubelet-start, wait-control-plane', 'everything on disk, an API server that does not answer', started],
    ['upload-config and after', `${uploaded}, an addon is not`, { ...initialized, addons: ['coredns'] }],
    ['mark-control-plane', `${uploaded}, the Node has no role`, { ...initialized, markedControlPlane: false }],
    ['at its end', 'every phase has left its trace in the API', initialized],
    ['(not by a cut)', 'half a shared pair, and etcd’s data depends on it', { ...started, certificates: half('ca') }],
  ];
}

function prepareCases({ untouched, prepared }) {
  const oneManifest = { ...prepared, manifests: ['kube-apiserver.yaml'] };
  return [
    ['before it began', 'nothing of Kubernetes', untouched],
    ['download-certs', 'half a pair', { ...untouched, certificates: half('etcd/ca') }],
    ['control-plane', 'some manifests', oneManifest],
    ['at its end', 'every pair, kubeconfig and manifest whole', prepared],
    ['(not by a cut)', 'a CA that is another cluster’s', { ...prepared, caFingerprint: 'f0'.repeat(32) }],
  ];
}

function etcdCases({ prepared, bootstrapping, learning, first, voter, learner, strangeLearner }) {
  const unstarted = { ...learner, name: '' };
  return [
    ['before it began', 'no member of this node', prepared, [first]],
    ['kubelet-start', 'the kubelet runs, no member of this node', bootstrapping, [first]],
    ['etcd-join, member added', 'a learner that never started', bootstrapping, [first, unstarted]],
    ['etcd-join, member started', 'a learner', learning, [first, learner]],
    ['etcd-join, promoted', 'a voter, and the kubelet runs', learning, [first, voter]],
    ['promoted, then the data was lost', 'a voter without data', prepared, [first, voter]],
    ['after its member was removed', 'data, no member of this node', learning, [first]],
    ['in another node’s turn', 'a learner of another node', prepared, [first, strangeLearner]],
  ];
}

function finishCases({ joined, learning }) {
  const unregistered = { ...joined, nodeObject: 'absent', markedControlPlane: false };
  return [
    ['before it began', 'a voter, no Node object', unregistered, 'absent'],
    ['kubelet-wait-bootstrap', 'a kubelet with another token and no certificate', learning, 'absent'],
    ['mark-control-plane', 'a Node without the role', { ...joined, markedControlPlane: false }, 'ready'],
    ['at its end', 'a Node with the role, its API server answers', joined, 'ready'],
  ];
}

function workerCases({ untouched, joinedWorker }) {
  const { certificates, caFingerprint } = joinedWorker;
  const running = { kubeletConfig: true, kubeletActive: true };
  const bootstrapping = { ...untouched, ...running, certificates, caFingerprint };
  return [
    ['before it began', 'nothing of Kubernetes', untouched],
    [
      'kubelet-start',
      'a kubelet without a certificate',
      { ...bootstrapping, kubeconfigs: [bootstrapKubeconfig(true)] },
    ],
    [
      'kubelet-start, at a file',
      'a kubeconfig that was cut',
      { ...untouched, kubeconfigs: [bootstrapKubeconfig(false)] },
    ],
    ['after kubelet-start', 'a certificate, and a kubelet that is down', { ...joinedWorker, kubeletActive: false }],
    ['at its end', 'a Node, and the kubelet runs', joinedWorker],
  ];
}
