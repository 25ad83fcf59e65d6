import { etcdProblems, type EtcdMemberHealth } from '../plan/etcd-health';
import { askEndpoints, askHashes, listMembers, type EndpointAnswers, type GatewayMember } from '../remote/etcd-gateway';
import type { EtcdAccess } from '../remote/etcd/access';
import type { Session } from '../ssh/session';
import type { EtcdHealth } from './contract';

/** Whom the health is asked of, and whose members there should be. */
export interface EtcdQuestion {
  readonly session: Session;
  /** Names of the nodes that have a member; absent: etcd is somebody else's. */
  readonly nodes?: readonly string[];
  /** Absent: the session's own etcd. */
  readonly access?: EtcdAccess;
}

/**
 * Members, health, status and hashes as one control plane sees them, in three round trips. Members that do not answer
 * are part of the result. Errors: EtcdUnreachable when etcd does not answer; SshError.
 */
export async function readEtcdHealth(question: EtcdQuestion, signal?: AbortSignal): Promise<EtcdHealth> {
  const { session, nodes, access } = question;
  const members = await listMembers(session, signal, access);
  const endpoints = members.map(clientEndpoint);
  const answers = await askEndpoints(session, endpoints, signal, access);
  const hashes = await readHashes(question, endpoints, answers, signal);
  const health = members.map((member, index) => describeMember(member, answers[index], hashes[index]));
  const problems = etcdProblems(health, nodes);
  return { members: health, healthy: problems.length === 0, problems };
}

/** A member that never started has no client URL; etcd's own port on its peer address is asked instead. */
function clientEndpoint(member: GatewayMember): string {
  return member.clientURLs?.[0] ?? (member.peerURLs?.[0] ?? '').replace(/:2380$/, ':2379');
}

/** A member that has just compacted cannot be compared with one that is about to: they are asked again. */
const HASH_TRIES = 3;

async function readHashes(
  { session, access }: EtcdQuestion,
  endpoints: readonly string[],
  answers: readonly EndpointAnswers[],
  signal?: AbortSignal,
): Promise<readonly EndpointAnswers[]> {
  const revision = lowestRevision(answers);
  if (revision === undefined) return [];
  for (let tries = 1; tries <= HASH_TRIES; tries += 1) {
    const hashes = await askHashes(session, endpoints, revision, signal, access);
    if (new Set(hashes.map(({ hash }) => hash?.compact_revision)).size === 1) return hashes;
  }
  return [];
}

/** All members hold it, so their hashes at it must be equal. */
function lowestRevision(answers: readonly EndpointAnswers[]): string | undefined {
  const revisions = answers.flatMap((answer) => answer.status?.header?.revision ?? []);
  return revisions
    .map(BigInt)
    .toSorted((one, other) => (one < other ? -1 : 1))[0]
    ?.toString();
}

function describeMember(member: GatewayMember, answer?: EndpointAnswers, hash?: EndpointAnswers): EtcdMemberHealth {
  return {
    id: BigInt(member.ID).toString(16),
    name: member.name ?? '',
    peerUrl: member.peerURLs?.[0] ?? '',
    isLearner: member.isLearner ?? false,
    endpoint: clientEndpoint(member),
    ...describeAnswer(answer),
    ...(hash?.hash?.hash === undefined ? {} : { hashKv: String(hash.hash.hash) }),
  };
}

function describeAnswer(answer: EndpointAnswers | undefined) {
  if (!answer) return { healthy: false };
  const { health, status, tookMs } = answer;
  const healthy = health?.health === 'true';
  const error = answer.error ?? health?.reason ?? status?.errors?.[0];
  return { healthy, ...(error && !healthy ? { error } : {}), tookMs, ...(status ? describeStatus(status) : {}) };
}

function describeStatus(status: NonNullable<EndpointAnswers['status']>) {
  return {
    ...(status.version === undefined ? {} : { version: status.version }),
    dbSizeBytes: Number(status.dbSize ?? 0),
    isLeader: status.leader !== undefined && status.leader === status.header?.member_id,
    raftTerm: Number(status.raftTerm ?? 0),
    raftIndex: Number(status.raftIndex ?? 0),
  };
}
