import { minorOf } from '../../config/kubernetes-support';

/** The phases of `kubeadm init` in their order. Older versions know the same, some of them elsewhere, and no last one. */
export const INIT_PHASES = [
  'preflight',
  'certs',
  'kubeconfig',
  'etcd',
  'control-plane',
  'kubelet-start',
  'wait-control-plane',
  'upload-config',
  'upload-certs',
  'mark-control-plane',
  'bootstrap-token',
  'kubelet-finalize',
  'addon',
  'show-join-command',
] as const;

export type InitPhase = (typeof INIT_PHASES)[number];

/** The parts that a control-plane join is taken in; `etcd` is the one that only one node of a cluster may be in. */
export type JoinPart = 'prepare' | 'etcd' | 'finish';

export interface JoinPhases {
  readonly parts: Readonly<Record<JoinPart, readonly string[]>>;
  /** The phase that adds and promotes the etcd member. */
  readonly etcdJoin: string;
}

/** How a control plane of some minor versions joins, and resumes a join. */
export interface JoinRule {
  /** Minor versions, both ends included. */
  readonly minors: readonly [oldest: number, newest: number];
  readonly phases: JoinPhases;
  /** Why in parts, or why not. Shown in docs/resume-rules.md. */
  readonly reason: string;
}

const SPLIT: JoinPhases = {
  parts: {
    prepare: ['preflight', 'control-plane-prepare'],
    etcd: ['check-etcd', 'kubelet-start', 'etcd-join'],
    finish: ['kubelet-wait-bootstrap', 'control-plane-join', 'wait-control-plane'],
  },
  etcdJoin: 'etcd-join',
};

/** The whole join is one node's turn at etcd. */
const whole = (phases: readonly string[], etcdJoin: string): JoinPhases => ({
  parts: { prepare: [], etcd: phases, finish: [] },
  etcdJoin,
});

const SPLIT_PHASES = [...SPLIT.parts.prepare, ...SPLIT.parts.etcd, ...SPLIT.parts.finish];
const OLD_PHASES = ['preflight', 'control-plane-prepare', 'check-etcd', 'kubelet-start', 'control-plane-join'];

/** From the oldest minor to every one to come, without a gap. */
export const JOIN_RULES: readonly JoinRule[] = [
  {
    minors: [0, 32],
    phases: whole(OLD_PHASES, 'control-plane-join/etcd'),
    reason: 'the node registers before etcd is joined, within one phase: there is no part to take by itself',
  },
  {
    minors: [33, 34],
    phases: SPLIT,
    reason:
      'the kubelet talks to its own API server, so etcd is joined before the node registers, by a phase of its own',
  },
  {
    minors: [35, Infinity],
    phases: whole(SPLIT_PHASES, 'etcd-join'),
    reason: 'the phases have the same names, and the split has not been run',
  },
];

/** The phases of a control-plane join and how they are split, by the minor version of kubeadm. */
export function joinPhasesOf(version: string): JoinPhases {
  const minor = minorOf(version);
  const rule = JOIN_RULES.find(({ minors: [oldest, newest] }) => oldest <= minor && minor <= newest);
  if (rule === undefined) throw new TypeError(`${version} is no version of Kubernetes`);
  return rule.phases;
}

/** Every phase that stands outside of `wanted`, for `--skip-phases`. */
export function phasesOutside({ parts }: JoinPhases, wanted: readonly string[]): string[] {
  return [...parts.prepare, ...parts.etcd, ...parts.finish].filter((phase) => !wanted.includes(phase));
}
