import { BINARY_DIRECTORY } from '../catalog/kubernetes/programs';
import { criOf } from '../catalog/look-up';
import type { Service } from '../catalog/service';
import { renderKubeletKubeadmConf } from '../render/kubelet-kubeadm-conf';
import { renderKubeletService } from '../render/kubelet-service';
import type { Resource } from '../resources/resource';
import { KUBERNETES_BINARIES, kubernetesSource } from './artifacts';
import { architectureOf, checksumOf } from './checksum';
import { installKubernetesPackages } from './install-kubernetes-packages';
import { serviceResources } from './service';
import { type BuildStep, osOf, type StepInput } from './step-input';

/**
 * kubeadm, kubelet and kubectl, and the kubelet's unit: enabled, but not started, which kubeadm does once it has
 * configured the node; a kubelet that runs already is restarted when its program or unit changes. Throws ChecksumMissing.
 */
export const installKubernetes: BuildStep = (input) => {
  const { cluster, facts, inputs } = input;
  if (cluster.spec.kubernetes.install === 'package') return installKubernetesPackages(input);
  const binaries = KUBERNETES_BINARIES.map((binary) => {
    const source = kubernetesSource(cluster, binary, architectureOf(facts));
    return { binary, source, sha256: checksumOf(source, inputs) };
  });
  const kubelet = binaries.filter(({ binary }) => binary === 'kubelet').map(({ sha256 }) => sha256);
  return {
    name: 'install-kubernetes',
    title: `Install kubeadm, kubelet and kubectl ${cluster.spec.kubernetes.version}`,
    resources: [
      ...binaries.map(({ binary, source: { title, url }, sha256 }): Resource => ({
        kind: 'artifact',
        title,
        url,
        sha256,
        install: { as: 'binary', path: `${BINARY_DIRECTORY}/${binary}`, mode: '0755' },
        disruption: binary === 'kubelet' ? 'service' : 'none',
      })),
      ...serviceResources({ ...describeKubelet(input), madeFrom: kubelet }),
    ],
  };
};

function describeKubelet(input: StepInput): Service {
  const units = '/etc/systemd/system';
  const program = `${BINARY_DIRECTORY}/kubelet`;
  return {
    unit: 'kubelet.service',
    files: [
      {
        path: `${units}/kubelet.service`,
        mode: '0644',
        content: renderKubeletService({ program, runtimeUnit: criOf(input.cluster, input.catalog).unit }),
      },
      {
        path: `${units}/kubelet.service.d/10-kubeadm.conf`,
        mode: '0644',
        content: renderKubeletKubeadmConf({
          program,
          extraArgsFile: `${osOf(input).environmentDirectory}/kubelet`,
        }),
      },
    ],
    disruption: 'service',
  };
}
