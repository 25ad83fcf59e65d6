import type { Finding, Path } from '../problems/problem';
import type { Rule, RuleInput } from './rule';

/** Labels that the kubelet and kubeadm write themselves. */
const OWNED_LABELS = [
  'kubernetes.io/hostname',
  'kubernetes.io/arch',
  'kubernetes.io/os',
  'node-role.kubernetes.io/control-plane',
  'node-role.kubernetes.io/master',
  'node.kubernetes.io/exclude-from-external-load-balancers',
];

/** Taints under this prefix come and go with the state of the node. */
const OWNED_TAINTS = /^node\.(?:kubernetes|cloudprovider\.kubernetes)\.io\//;

interface Holder {
  readonly path: Path;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly taints?: readonly { readonly key: string; readonly effect: string }[] | undefined;
}

function holders({ file }: RuleInput): Holder[] {
  const nodes = file.spec.nodes.map(({ labels, taints }, index) => ({
    path: ['spec', 'nodes', index],
    labels,
    taints,
  }));
  const groups = Object.entries(file.spec.nodeGroups).map(([name, { labels, taints }]) => ({
    path: ['spec', 'nodeGroups', name],
    labels,
    taints,
  }));
  return [...nodes, ...groups];
}

/** Labels are the file's to give only where no component of the cluster writes them. */
export const ownedLabels: Rule = {
  reads: [],
  check: (input) =>
    holders(input).flatMap(({ path, labels }) =>
      Object.keys(labels ?? {})
        .filter((label) => OWNED_LABELS.includes(label))
        .map((label) => ({
          path: [...path, 'labels', label],
          message: `${label} is written by Kubernetes itself`,
          accepted: 'a label of your own',
          atKey: true,
        })),
    ),
};

/** A taint is one key and effect; those of the node controller are not the file's to give. */
export const taints: Rule = {
  reads: [],
  check: (input) =>
    holders(input).flatMap(({ path, taints: list = [] }) =>
      list.flatMap((taint, index): Finding[] => {
        const at = [...path, 'taints', index, 'key'];
        if (OWNED_TAINTS.test(taint.key))
          return [{ path: at, message: `${taint.key} is set by the node controller`, accepted: 'a taint of your own' }];
        const isRepeated = list.findIndex(({ key, effect }) => key === taint.key && effect === taint.effect) < index;
        return isRepeated
          ? [
              {
                path: at,
                message: `${taint.key} with ${taint.effect} is given twice`,
                accepted: 'each key and effect once',
              },
            ]
          : [];
      }),
    ),
};
