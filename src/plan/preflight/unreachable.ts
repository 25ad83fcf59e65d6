import type { PreflightFinding } from '../preflight-finding';
import { yoursToFix } from './rule';

export interface UnreachableNode {
  readonly node: string;
  /** The failure's type, e.g. `HostKeyUnknown`. */
  readonly type: string;
  /** Names the cause and the next action. */
  readonly message: string;
}

/** Nodes that no facts came from: out of reach, not let in, no root. */
export function findUnreachable(unreachable: readonly UnreachableNode[]): PreflightFinding[] {
  return unreachable.map(({ node, type, message }) => ({
    node,
    ...yoursToFix('unreachable', `no facts could be gathered (${type})`, message),
  }));
}
