/** One thing that preflight found, and whose move it is. */
export interface PreflightFinding {
  /** Stable id, e.g. `swap-on`, `port-taken`, `clock-skew`; may be listed in `spec.preflight.ignore`. */
  readonly id: string;
  /** Absent: the finding is about the cluster as a whole. */
  readonly node?: string;
  /** The thing and the cause, e.g. `port 6443 is held by nginx (pid 812)`. */
  readonly message: string;
  /** What to do, for a person, or what will be done. */
  readonly fix: string;
  readonly verdict:
    | { readonly kind: 'repaired'; readonly step: string }
    | { readonly kind: 'yours-to-fix' }
    /** Nothing is done about it, and nothing has to be. */
    | { readonly kind: 'noted' }
    | { readonly kind: 'needs-approval'; readonly gate: 'wipe' | 'take-over' | 'recover-etcd' | 'pod-network' };
}
