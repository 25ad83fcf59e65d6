import { binariesOf, groupByProgram } from '../../../lab/artifacts/ensure';
import { listArtifacts } from '../../../lab/artifacts/catalogue';

test('all binaries of Kubernetes are built by one command, the servers of etcd by another', () => {
  const groups = groupByProgram(listArtifacts({ kubernetesVersion: 'v1.34.4' }));
  const built = [...groups].map(([program, artifacts]) => [program.name, binariesOf(artifacts)]);
  expect(Object.fromEntries(built)).toMatchObject({
    kubernetes: expect.arrayContaining(['kubeadm', 'kubelet', 'kubectl', 'kube-apiserver', 'agnhost']),
    etcd: ['etcd', 'etcdctl', 'etcdutl'],
    'flannel-cni-plugin': ['flannel'],
  });
});

test('what is there already is not built again', () => {
  const missing = listArtifacts({ kubernetesVersion: 'v1.34.4' }).filter((artifact) =>
    artifact.path.endsWith('/kubelet'),
  );
  const [[, artifacts] = [undefined, []]] = groupByProgram(missing);
  expect(binariesOf(artifacts)).toEqual(['kubelet']);
});
