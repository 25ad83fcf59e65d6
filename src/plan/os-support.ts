import type { NodeFacts } from './facts';

/** Which operating systems there are steps for; a catalog knows. */
export interface OsSupport {
  /** Values of ID or ID_LIKE in os-release, for messages. */
  readonly names: readonly string[];
  readonly covers: (os: NodeFacts['os']) => boolean;
}
