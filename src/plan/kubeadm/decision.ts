/** A path that kubeadm would stumble over, and why it may go. */
export interface Repair {
  readonly path: string;
  readonly why: string;
}

/** What to run on a node next. */
export type KubeadmDecision =
  /** Nothing is missing. */
  | { readonly move: 'none' }
  /** Nothing is kubeadm's to do: the kubelet has what it needs and must be running. */
  | { readonly move: 'start-kubelet' }
  | KubeadmRun
  /** The state does not come from an interrupted run, and going on could destroy something. */
  | { readonly move: 'refuse'; readonly cause: string; readonly nextAction: string };

/** One run of kubeadm: from nothing, or from where an earlier one ended. */
export interface KubeadmRun {
  readonly move: 'init' | 'join' | 'resume';
  readonly skipPhases: readonly string[];
  /** Exactly the preflight checks that fail because of what the earlier run left; never `all`. */
  readonly ignorePreflightErrors: readonly string[];
  /** Deleted before kubeadm starts. */
  readonly repairs: readonly Repair[];
  /** Objects of kube-system that kubeadm would not go on from, as kubectl names them; deleted before it starts. */
  readonly discards?: readonly string[];
}
