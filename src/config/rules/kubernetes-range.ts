import { describeRange, isInRange, type KubernetesRanges, rangeOf } from '../kubernetes-ranges';
import { kubernetesSupport, minorOf } from '../kubernetes-support';
import type { Finding } from '../problems/problem';
import { splitSubnets } from '../subnets';
import type { Rule, RuleInput } from './rule';

/** The runtime and the pod network go with the Kubernetes version. */
export const kubernetesRange: Rule = {
  reads: ['spec.kubernetes.version', 'spec.runtime', 'spec.cni'],
  check: (input) => (['runtime', 'cni'] as const).flatMap((kind) => checkChoice(input, kind)),
};

function checkChoice({ cluster: { spec }, ranges }: RuleInput, kind: keyof KubernetesRanges): Finding[] {
  const { name, version } = spec[kind];
  const ofName = (Object.hasOwn(ranges[kind], name) ? ranges[kind][name] : undefined) ?? [];
  const [oldest] = ofName;
  if (oldest === undefined) return [];
  // What a package brings is known on the node alone: preflight and the step that installs it look at it there.
  if (version === undefined && kind === 'runtime' && spec.runtime.install === 'package') {
    if (ofName.some((each) => isInRange(each, minorOf(spec.kubernetes.version)))) return [];
  }
  const range = rangeOf(ofName, version);
  if (range === undefined) return [tooOld(kind, `${name} ${version}`, oldest.since)];
  if (isInRange(range, minorOf(spec.kubernetes.version))) return [];
  const why = range.why === undefined ? '' : `: it ${range.why}`;
  return [
    {
      path: ['spec', kind, version === undefined ? 'name' : 'version'],
      message: `${[name, version].filter(Boolean).join(' ')} does not go with Kubernetes ${spec.kubernetes.version}${why}`,
      accepted: `Kubernetes ${describeRange(range)}, or another version of ${name}`,
    },
  ];
}

function tooOld(kind: string, subject: string, oldest: string): Finding {
  return {
    path: ['spec', kind, 'version'],
    message: `${subject} is older than any that is known here`,
    accepted: `${oldest} or newer`,
  };
}

/** kube-proxy has the mode without a feature gate. */
export const kubeProxyMode: Rule = {
  reads: ['spec.kubernetes.version', 'spec.kubeProxy.mode'],
  check: ({ cluster: { spec } }) => {
    const { version } = spec.kubernetes;
    const modes: readonly string[] = kubernetesSupport(version).kubeProxyModes;
    if (spec.kubeProxy.mode === 'none' || modes.includes(spec.kubeProxy.mode)) return [];
    return [
      {
        path: ['spec', 'kubeProxy', 'mode'],
        message: `the kube-proxy of ${version} has no mode ${spec.kubeProxy.mode}`,
        accepted: `one of ${modes.join(', ')}`,
      },
    ];
  },
};

/** Two IP families need no feature gate. */
export const dualStack: Rule = {
  reads: ['spec.kubernetes.version', 'spec.networking'],
  check: ({ cluster: { spec } }) => {
    const { version } = spec.kubernetes;
    if (kubernetesSupport(version).hasDualStack || splitSubnets(spec.networking.podSubnet).length < 2) return [];
    return [
      {
        path: ['spec', 'networking', 'podSubnet'],
        message: `Kubernetes ${version} has one IP family only`,
        accepted: 'one CIDR, or Kubernetes v1.21 or newer',
      },
    ];
  },
};
