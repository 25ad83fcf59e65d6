import { type NodeRule, yoursToFix } from './rule';

/** etcd's members lose their leader when a write takes a good part of the election timeout of a second. */
const SLOWEST_MS = 250;

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
