import type { EtcdHealth } from '../../activities/contract';
import { renderBoxed } from './table';

type Member = EtcdHealth['members'][number];

/** The tables of `etcdctl endpoint health` and `etcdctl endpoint status`, with each member's name and hash. */
export function renderEtcdTables({ members: unsorted, problems }: EtcdHealth): string[] {
  const members = unsorted.toSorted((left, right) => (left.endpoint < right.endpoint ? -1 : 1));
  return [
    ...renderBoxed(['ENDPOINT', 'HEALTH', 'TOOK', 'ERROR'], members.map(healthRow)),
    ...renderBoxed(
      ['ENDPOINT', 'MEMBER', 'ID', 'VERSION', 'DB SIZE', 'IS LEADER', 'IS LEARNER', 'RAFT TERM', 'RAFT INDEX', 'HASH'],
      members.map(statusRow),
    ),
    ...problems.map((problem) => `problem: ${problem}`),
  ];
}

function healthRow({ endpoint, healthy, tookMs, error }: Member): string[] {
  return [endpoint, String(healthy), tookMs === undefined ? '' : `${tookMs.toFixed(1)} ms`, error ?? ''];
}

function statusRow(member: Member): string[] {
  const { endpoint, name, id, version, dbSizeBytes, isLeader, isLearner, raftTerm, raftIndex, hashKv } = member;
  const size = dbSizeBytes === undefined ? '' : `${(dbSizeBytes / 1e6).toFixed(1)} MB`;
  const known = [isLeader ?? '', isLearner, raftTerm ?? '', raftIndex ?? '', hashKv ?? ''].map(String);
  return [endpoint, name, id, version ?? '', size, ...known];
}
