import { type NodeRule, yoursToFix } from './rule';

/** Half of the election timeout: members that write this slowly lose their leader again and again. */
const SLOWEST_MS = 500;

export const diskLatency: NodeRule = ({ facts: { fdatasyncP99Ms } }) =>
  fdatasyncP99Ms === undefined || fdatasyncP99Ms <= SLOWEST_MS
    ? []
    : [
        yoursToFix(
          'disk-slow',
          `1 of 100 synchronous writes to /var/lib/etcd takes ${Math.round(fdatasyncP99Ms)} ms or more; etcd wants 10 ms`,
          'Put /var/lib/etcd on a faster disk, or one that it shares with nothing.',
        ),
      ];
