import { BINARY_DIRECTORY } from '../catalog/kubernetes/programs';
import { criOf } from '../catalog/look-up';
import { renderKubeletPackageConf } from '../render/kubelet-package-conf';
import type { Resource, Step } from '../resources/resource';
import { sh } from '../ssh/shell';
import { KUBERNETES_BINARIES } from './artifacts';
import { heldPackages } from './packages';
import { serviceResources } from './service';
import { osOf, type StepInput } from './step-input';

const UNITS = '/etc/systemd/system';
/** Kubernetes' own packages need them, and one version of Kubernetes goes with several of theirs. */
const COMPANIONS = ['kubernetes-cni', 'cri-tools'];

/** kubeadm, kubelet and kubectl of the version asked for, as packages that are held; the kubelet's unit is its package's. */
export function installKubernetesPackages(input: StepInput): Step {
  const { version } = input.cluster.spec.kubernetes;
  const packageVersion = version.replace(/^v/, '');
  return {
    name: 'install-kubernetes',
    title: `Install kubeadm, kubelet and kubectl ${version}`,
    resources: [
      ...heldPackages(osOf(input), [
        ...KUBERNETES_BINARIES.map((name) => ({
          name,
          version: packageVersion,
          disruption: name === 'kubelet' ? ('service' as const) : ('none' as const),
        })),
        ...COMPANIONS.map((name) => ({ name, disruption: 'none' as const })),
      ]),
      ...forgetBinaries(),
      ...serviceResources({
        unit: 'kubelet.service',
        files: [
          {
            path: `${UNITS}/kubelet.service.d/20-slipway.conf`,
            mode: '0644',
            content: renderKubeletPackageConf({ runtimeUnit: criOf(input.cluster, input.catalog).unit }),
          },
        ],
        madeFrom: [packageVersion],
        disruption: 'service',
      }),
    ],
  };
}

/** Programs and units of an installation without packages would go before those of the packages. */
function forgetBinaries(): Resource[] {
  const dropIn = `${UNITS}/kubelet.service.d/10-kubeadm.conf`;
  const kubelet = `${BINARY_DIRECTORY}/kubelet`;
  const paths = [...KUBERNETES_BINARIES.map((name) => `${BINARY_DIRECTORY}/${name}`), `${UNITS}/kubelet.service`];
  return [
    ...paths.map((path): Resource => ({ kind: 'absent', path, disruption: 'service' })),
    {
      kind: 'command',
      // Older packages have a file of their own there.
      title: `no ${dropIn} that starts ${kubelet}`,
      check: sh`! grep -qsF ${kubelet} ${dropIn} || { echo 'present, want it gone'; exit 1; }`,
      apply: sh`rm -f -- ${dropIn} && systemctl daemon-reload`,
      disruption: 'service',
    },
  ];
}
