import type { EtcdMember } from '../facts';

/** What is done next to an external etcd. */
export type EtcdMove =
  /** Every node of the file has a healthy voting member. */
  | { readonly move: 'none' }
  | { readonly move: 'make-ca'; readonly node: string }
  /** Every member's node can sign, so that the loss of any one machine is borne. */
  | { readonly move: 'copy-ca'; readonly from: string; readonly nodes: readonly string[] }
  | { readonly move: 'certify'; readonly nodes: readonly string[] }
  /** All of them write down the same start, before any of them starts. */
  | { readonly move: 'found'; readonly nodes: readonly string[]; readonly initialCluster: string }
  | { readonly move: 'start'; readonly nodes: readonly string[] }
  /** As a learner, which does not vote. */
  | { readonly move: 'add'; readonly through: string; readonly node: string }
  /** The added node writes down how it starts. */
  | { readonly move: 'invite'; readonly node: string; readonly initialCluster: string }
  | { readonly move: 'promote'; readonly through: string; readonly member: EtcdMember }
  | { readonly move: 'remove'; readonly through: string; readonly member: EtcdMember; readonly why: string }
  /** What was founded has answered: its nodes forget how to found it. */
  | { readonly move: 'settle'; readonly nodes: readonly string[] }
  | { readonly move: 'wait'; readonly cause: string }
  | { readonly move: 'refuse'; readonly cause: string; readonly nextAction: string };
