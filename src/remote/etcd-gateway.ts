import { randomUUID } from 'node:crypto';
import type { Session } from '../ssh/session';
import { raw, sh, shLines, type ShellText } from '../ssh/shell';
import { curlWith, ETCD_CALLS, type EtcdAccess } from './etcd/access';
import type { Writer } from './guard';
import { runGuarded } from './run-guarded';

/** What one etcd endpoint answered; `error` is curl's own word when it did not. */
export interface EndpointAnswers {
  readonly endpoint: string;
  readonly tookMs: number;
  readonly error?: string;
  readonly health?: { readonly health?: string; readonly reason?: string };
  readonly status?: EndpointStatus;
  /** Comparable between members of one compact revision only. */
  readonly hash?: { readonly hash?: number | string; readonly compact_revision?: string };
}

/** The fields of the gateway's maintenance status that are read; 64-bit numbers are strings in its JSON. */
export interface EndpointStatus {
  readonly header?: { readonly cluster_id?: string; readonly member_id?: string; readonly revision?: string };
  readonly version?: string;
  readonly dbSize?: string;
  readonly leader?: string;
  readonly raftIndex?: string;
  readonly raftTerm?: string;
  readonly isLearner?: boolean;
  readonly errors?: readonly string[];
}

export interface GatewayMember {
  readonly ID: string;
  readonly name?: string;
  readonly peerURLs?: readonly string[];
  readonly clientURLs?: readonly string[];
  readonly isLearner?: boolean;
}

/** How a control plane asks the member that kubeadm made on it. */
const STACKED: EtcdAccess = {
  endpoints: ['https://127.0.0.1:2379'],
  caFile: '/etc/kubernetes/pki/etcd/ca.crt',
  certificateFile: '/etc/kubernetes/pki/etcd/healthcheck-client.crt',
  keyFile: '/etc/kubernetes/pki/etcd/healthcheck-client.key',
};

const post = (access: EtcdAccess, endpoint: string, call: keyof typeof ETCD_CALLS, body: string) =>
  sh`${raw(curlWith(access))} -X POST -d ${body} ${`${endpoint}${ETCD_CALLS[call]}`}`;

/**
 * The member list as the session's own etcd knows it, or the first endpoint of an external one that answers. Errors:
 * EtcdUnreachable, SshError.
 */
export async function listMembers(
  session: Session,
  signal?: AbortSignal,
  access: EtcdAccess = STACKED,
): Promise<readonly GatewayMember[]> {
  const asked = access.endpoints.map((endpoint) => post(access, endpoint, 'list', '{}'));
  const result = await session.run(anyOf(asked), signal ? { signal } : {});
  if (result.exitCode !== 0) throw new EtcdUnreachable(session.node, result.stderr.trim());
  const answer = JSON.parse(result.stdout) as { members?: readonly GatewayMember[]; message?: string };
  if (!answer.members) throw new EtcdUnreachable(session.node, answer.message ?? 'no member list in its answer');
  return answer.members;
}

const anyOf = (commands: readonly ShellText[]): ShellText =>
  commands.reduce((all, command) => sh`${raw(all)} || ${raw(command)}`);

/** Asks the leader at this endpoint to hand over to another member, given by its id in hexadecimal. It may refuse. */
export async function moveLeader(
  session: Session,
  writer: Writer,
  { leader, id, access = STACKED }: { readonly leader: string; readonly id: string; readonly access?: EtcdAccess },
): Promise<void> {
  const body = JSON.stringify({ targetID: BigInt(`0x${id}`).toString() });
  await runGuarded(session, writer, post(access, leader, 'moveLeader', body));
}

/** etcd on a control plane did not answer; `cause` is curl's or etcd's own word. */
export class EtcdUnreachable extends Error {
  override readonly name = 'EtcdUnreachable';
  readonly node: string;

  constructor(node: string, reason: string) {
    super(`etcd on ${node} does not answer: ${reason || 'no reason given'}`);
    this.node = node;
  }
}

/** Health and status of every endpoint, all asked at once from the session's node, in one round trip. */
export async function askEndpoints(
  session: Session,
  endpoints: readonly string[],
  signal?: AbortSignal,
  access: EtcdAccess = STACKED,
) {
  return ask(session, endpoints, signal, (endpoint) => [
    ['health', sh`${raw(curlWith(access))} ${`${endpoint}/health`}`],
    ['status', post(access, endpoint, 'status', '{}')],
  ]);
}

/**
 * HashKV of every endpoint at one revision, all asked at once, in one round trip. The gateway of etcd 3.4 has no such call
 * (404), and gives no hash.
 */
export async function askHashes(
  session: Session,
  endpoints: readonly string[],
  revision: string,
  signal?: AbortSignal,
  access: EtcdAccess = STACKED,
) {
  const body = JSON.stringify({ revision });
  return ask(session, endpoints, signal, (endpoint) => [
    ['hash', sh`${raw(post(access, endpoint, 'hash', body))} --fail`],
  ]);
}

type Question = readonly [field: 'health' | 'status' | 'hash', command: ReturnType<typeof sh>];

async function ask(
  session: Session,
  endpoints: readonly string[],
  signal: AbortSignal | undefined,
  questions: (endpoint: string) => readonly Question[],
): Promise<readonly EndpointAnswers[]> {
  const directory = `/run/slipway/etcd-${randomUUID()}`;
  const jobs = endpoints.map((endpoint, index) => {
    const lines = questions(endpoint).map(
      ([field, command]) =>
        sh`${raw(command)} > ${`${directory}/${index}.${field}`} 2> ${`${directory}/${index}.error`} || exit 0`,
    );
    return sh`( start=$(date +%s%N)
${raw(shLines(lines))}
echo $(( ($(date +%s%N) - start) / 1000000 )) > ${`${directory}/${index}.took`} ) &`;
  });
  const script = shLines([
    sh`umask 077; mkdir -p ${directory}; trap ${`rm -rf ${directory}`} EXIT`,
    ...jobs,
    sh`wait`,
    sh`cd ${directory} && for file in *; do printf '%s %s\\n' "$file" "$(base64 -w0 < "$file")"; done`,
  ]);
  const result = await session.run(script, signal ? { signal } : {});
  return endpoints.map((endpoint, index) => readAnswers(endpoint, index, result.stdout));
}

function readAnswers(endpoint: string, index: number, output: string): EndpointAnswers {
  const files = new Map(
    output
      .split('\n')
      .filter((line) => line.startsWith(`${index}.`))
      .map((line) => {
        const [file = '', content = ''] = line.split(' ');
        return [file.slice(`${index}.`.length), Buffer.from(content, 'base64').toString().trim()] as const;
      }),
  );
  const took = files.get('took');
  if (took === undefined) return { endpoint, tookMs: 0, error: files.get('error') || 'no answer' };
  const parsed = (field: string) => {
    const text = files.get(field);
    return text ? { [field]: JSON.parse(text) as object } : {};
  };
  const error = files.get('error');
  return {
    endpoint,
    tookMs: Number(took),
    ...(error ? { error } : {}),
    ...parsed('health'),
    ...parsed('status'),
    ...parsed('hash'),
  };
}
