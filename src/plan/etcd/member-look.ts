import type { EtcdMember } from '../facts';

/** What one node of an external etcd has, and what its member knows; seen by that machine alone. */
export interface MemberLook {
  readonly node: string;
  /** SHA-256 of the CA's certificate, where that and its key are there, whole. */
  readonly ca?: string;
  /** Its certificates are of that CA and for this node, and good for longer than a renewal waits. */
  readonly hasCertificates: boolean;
  readonly hasData: boolean;
  /** The unit runs, or is on its way to. */
  readonly isRunning: boolean;
  /** What its member starts with while it has no data. */
  readonly start?: MemberStart;
  /** All members, which needs a quorum; absent: its member does not answer. */
  readonly members?: readonly EtcdMember[];
  /** Its member says that it takes part in decisions. */
  readonly isHealthy: boolean;
}

/** How a member without data starts; etcd does not look at it any more once there is data. */
export interface MemberStart {
  /** `new` until the etcd that it founds has answered for the first time. */
  readonly state: 'new' | 'existing';
  /** Of one founding: members of two foundings never find each other. */
  readonly token: string;
  /** `name=peer URL,…` */
  readonly initialCluster: string;
}
