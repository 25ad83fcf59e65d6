import type { Disruption, ResourceKind } from './resource';

/** What was found of one resource; `reason` says what differs, e.g. `containerd 1.6.20, want 1.7.24`. */
export interface ResourceReport {
  readonly kind: ResourceKind;
  /** Path, unit, package, key: what the resource is about. */
  readonly subject: string;
  readonly state: 'ok' | 'pending' | 'unsupported';
  readonly reason?: string;
  readonly disruption: Disruption;
}

/** The outcome of one step on one node. */
export interface StepReport {
  readonly step: string;
  readonly title: string;
  /** What was pending when first looked at; empty means nothing had to be done. */
  readonly pending: readonly ResourceReport[];
  /** Optional resources that the node refuses (a sysctl that its namespace does not allow). */
  readonly unsupported: readonly ResourceReport[];
  /** True when something was applied and the re-check found it satisfied. */
  readonly changed: boolean;
}
