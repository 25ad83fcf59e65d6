import type { EndpointAnswers, GatewayMember } from '../../../../src/remote/etcd-gateway';
import { EtcdUnreachable } from '../../../../src/remote/etcd-gateway';
import { KubectlFailed } from '../../../../src/remote/kubectl-failed';
import type { Kubectl, KubectlOptions } from '../../../../src/remote/kubectl';
import { SMOKE_TEST_LABEL } from '../../../../src/catalog/kubernetes/smoke-test-objects';
import type { DialAnswer, SmokeProbe } from '../../../../src/plan/smoke-probes';
import type { NodeObject, SimulatedCluster } from '../model/cluster';
import type { Writer } from '../../../../src/remote/guard';
import { underGuard } from '../model/guard';
import type { Process } from '../model/process';
import type { SimulatedSession } from './session';

/** kubectl against the machine's own API server: the commands that the product gives. */
export function kubectlOn(session: SimulatedSession): Kubectl {
  const run = (args: readonly string[], options: KubectlOptions = {}) => {
    const command = `kubectl ${wordsOf(args).slice(0, 2).join(' ')}`;
    const script = async (process: Process) => {
      await process.work(80);
      return answer(process, args, options);
    };
    const { writer, signal } = options;
    return session.exec(
      command,
      (process) => (writer ? underGuard(process, writer, () => script(process)) : script(process)),
      signal,
    );
  };
  return {
    run,
    json: async <Answer>(args: readonly string[], options: KubectlOptions = {}) =>
      JSON.parse(await run([...args, '-o', 'json'], options)) as Answer,
  };
}

/** Verb, noun and names, without flags and their values. */
function wordsOf(args: readonly string[]): string[] {
  const takesValue = ['-n', '--namespace', '-o', '--output'];
  return args.filter((arg, index) => !arg.startsWith('-') && !takesValue.includes(args[index - 1] ?? ''));
}

interface Asked {
  readonly process: Process;
  readonly api: SimulatedCluster;
  readonly args: readonly string[];
  /** The noun, and names. */
  readonly words: readonly string[];
  readonly stdin: string;
  readonly fail: (stderr: string) => never;
}

async function answer(process: Process, args: readonly string[], { stdin = '' }: KubectlOptions): Promise<string> {
  const fail = (stderr: string): never => {
    throw new KubectlFailed(process.machine.name, args, 1, stderr);
  };
  const api = process.machine.servedCluster ?? fail('connection to the server was refused');
  const [verb = '', ...words] = wordsOf(args);
  const work = verbs[verb];
  if (work === undefined) throw new Error(`no function of the simulated world stands for kubectl ${args.join(' ')}`);
  return work({ process, api, args, words, stdin, fail });
}

const verbs: Readonly<Record<string, (asked: Asked) => string | Promise<string>>> = {
  apply: ({ process, api, stdin }) => {
    process.mutate('apply');
    if (stdin.includes(SMOKE_TEST_LABEL)) api.smokeTests.add('smoke test');
    else api.podNetworkSinceMs ??= process.machine.world.clock.now();
    return 'object created\n';
  },
  create: ({ process, api, stdin, fail }) => {
    process.mutate('create');
    if (api.podNetworkRecord !== undefined) return fail('Error from server (AlreadyExists)');
    return keepRecord(api, stdin);
  },
  replace: ({ process, api, stdin, fail }) => {
    process.mutate('replace');
    const isNewest = versionOf(stdin) === versionOf(api.podNetworkRecord);
    return isNewest ? keepRecord(api, stdin) : fail('Error from server (Conflict)');
  },
  drain: async ({ process, api, words: [name = ''], fail }) => {
    const node = api.nodes.get(name) ?? fail(`Error from server (NotFound): nodes "${name}" not found`);
    process.mutate('drain');
    node.version += 1;
    await process.work(process.machine.world.random.integer(200, 4000), 'evict pods');
    return `node/${name} drained\n`;
  },
  get: ({ api, args, words: [noun = ''] }) =>
    args.includes('--no-headers') && noun === 'pods'
      ? listPods(args)
      : noun === 'secrets'
        ? describeTokens(api)
        : noun === 'configmap'
          ? (api.podNetworkRecord ?? '')
          : JSON.stringify(get(api, noun)),
  wait: (asked) =>
    awaitNodes(
      asked,
      asked.words.map((name) => name.replace('node/', '')),
    ),
  rollout: (asked) => awaitNodes(asked, [...asked.api.nodes.keys()]),
  patch: ({ process, api, args, words, fail }) => {
    process.mutate('patch');
    const wanted = args[args.indexOf('--patch') + 1] ?? '';
    return patch(api.nodes.get(words[1] ?? ''), wanted) ? '' : fail('Conflict');
  },
  delete: ({ process, api, words: [noun, ...names] }) => {
    process.mutate('delete');
    if (noun === 'secret') deleteSecrets(api, names);
    else if (noun === 'node') for (const name of names) api.nodes.delete(name);
    else api.smokeTests.clear();
    return '';
  },
};

interface StoredObject {
  readonly metadata: { readonly resourceVersion?: string };
}

function versionOf(text = '{"metadata":{}}'): string | undefined {
  return (JSON.parse(text) as StoredObject).metadata.resourceVersion;
}

/** The record of the pod network, the one object of the world that is replaced; its new version. */
function keepRecord(api: SimulatedCluster, text: string): string {
  const resourceVersion = String(Number(versionOf(api.podNetworkRecord) ?? 0) + 1);
  const object = JSON.parse(text) as StoredObject;
  api.podNetworkRecord = JSON.stringify({ ...object, metadata: { ...object.metadata, resourceVersion } });
  return resourceVersion;
}

async function awaitNodes({ process, api, args, fail }: Asked, names: readonly string[]): Promise<string> {
  const timeout = args.find((arg) => arg.startsWith('--timeout')) ?? '';
  const limitMs = 1000 * Number(/^--timeout=(\d+)s$/.exec(timeout)?.[1]);
  return (await areReady(process, api, names, limitMs)) ? '' : fail('timed out waiting for the condition');
}

async function areReady(process: Process, api: SimulatedCluster, names: readonly string[], limitMs: number) {
  for (let waitedMs = 0; waitedMs < limitMs; waitedMs += 1000) {
    if (names.every((name) => api.stateOf(name) === 'ready')) return true;
    await process.work(1000);
  }
  return false;
}

const TOKEN = 'bootstrap-token-';

function describeTokens({ tokens }: SimulatedCluster): string {
  return [...tokens].map(([id, { description }]) => `${TOKEN}${id} ${description}\n`).join('');
}

function deleteSecrets(api: SimulatedCluster, names: readonly string[]): void {
  for (const name of names) {
    if (name === 'kubeadm-certs') api.certificates = undefined;
    else api.tokens.delete(name.slice(TOKEN.length));
  }
}

/** One pod that a drain moves, on every node. */
function listPods(args: readonly string[]): string {
  const selector = args.find((arg) => arg.startsWith('--field-selector=')) ?? '';
  return `default   web-on-${selector.split('=').at(-1)}   ReplicaSet   Running\n`;
}

function get(api: SimulatedCluster, noun: string): object {
  if (noun === 'service') return { spec: { ports: [{ nodePort: 30_080 }] } };
  if (noun === 'pods') {
    const items = [...api.nodes.keys()].map((nodeName) => ({
      spec: { nodeName },
      status: { podIP: `pod of ${nodeName}`, hostIP: nodeName },
    }));
    return { items };
  }
  if (noun === 'nodes') return { items: [...api.nodes.values()].map((node) => toObject(api, node)) };
  throw new Error(`no function of the simulated world stands for kubectl get ${noun}`);
}

function toObject(api: SimulatedCluster, { name, labels, annotations, taints, version }: NodeObject): object {
  const status = api.stateOf(name) === 'ready' ? 'True' : 'False';
  return {
    metadata: { name, resourceVersion: String(version), labels, annotations },
    spec: { taints },
    status: { conditions: [{ type: 'Ready', status }], nodeInfo: { kubeletVersion: api.world.kubernetesVersion } },
  };
}

/** False: somebody changed the node meanwhile. */
function patch(node: NodeObject | undefined, text: string): boolean {
  const { metadata, spec } = JSON.parse(text) as {
    metadata: { resourceVersion: string; labels?: Record<string, string>; annotations?: Record<string, string> };
    spec?: { taints: NodeObject['taints'] };
  };
  if (node === undefined || metadata.resourceVersion !== String(node.version)) return false;
  node.version += 1;
  node.labels = { ...node.labels, ...metadata.labels };
  node.annotations = { ...node.annotations, ...metadata.annotations };
  node.taints = spec?.taints ?? node.taints;
  return true;
}

export function listMembers(session: SimulatedSession, signal?: AbortSignal): Promise<readonly GatewayMember[]> {
  return session.exec(
    'list members',
    async (process) => {
      await process.work(40);
      const { machine } = process;
      if (!machine.hasVotingEtcd || machine.etcd === undefined)
        throw new EtcdUnreachable(machine.name, 'connection refused');
      return machine.etcd.cluster.members.map(({ id, name, peerUrl, isLearner }) => ({
        ID: BigInt(`0x${id}`).toString(),
        name,
        isLearner,
        peerURLs: [peerUrl],
        ...(name === '' ? {} : { clientURLs: [peerUrl.replace(':2380', ':2379')] }),
      }));
    },
    signal,
  );
}

/** The first voter that runs leads; all hold the same data. */
export function askEndpoints(
  session: SimulatedSession,
  endpoints: readonly string[],
  signal?: AbortSignal,
): Promise<readonly EndpointAnswers[]> {
  return session.exec(
    'ask endpoints',
    async (process) => {
      await process.work(60);
      const cluster = process.machine.etcd?.cluster;
      const leader = cluster?.leader;
      return endpoints.map((endpoint) => {
        const member = cluster?.members.find(({ peerUrl }) => peerUrl.replace(':2380', ':2379') === endpoint);
        if (cluster === undefined || member === undefined || cluster.machineOf(member)?.isOn !== true) {
          return { endpoint, tookMs: 5000, error: 'connection refused' };
        }
        return {
          endpoint,
          tookMs: 3,
          health: { health: String(!member.isLearner && cluster.hasQuorum) },
          status: { header: { member_id: member.id, revision: '7' }, leader: leader?.id ?? '', version: '3.6.5' },
        };
      });
    },
    signal,
  );
}

/** What it asks of a member that does not lead any more is refused, which the real one does not look at. */
export function moveLeader(session: SimulatedSession, writer: Writer, _leader: string, id: string): Promise<void> {
  return session.exec('move leader', (process) =>
    underGuard(process, writer, async () => {
      await process.work(300);
      const cluster = process.machine.etcd?.cluster;
      if (cluster !== undefined) cluster.leaderId = id;
    }),
  );
}

export async function askHashes(
  session: SimulatedSession,
  endpoints: readonly string[],
  _revision: string,
  signal?: AbortSignal,
): Promise<readonly EndpointAnswers[]> {
  const answers = await askEndpoints(session, endpoints, signal);
  return answers.map((each) =>
    each.error === undefined ? { ...each, hash: { hash: 7, compact_revision: '1' } } : each,
  );
}

export function dialProbes(
  session: SimulatedSession,
  probes: readonly SmokeProbe[],
  { signal }: { readonly signal?: AbortSignal },
): Promise<readonly DialAnswer[]> {
  return session.exec(
    'dial probes',
    async (process) => {
      await process.work(500);
      return probes.map(({ expect }) => ({ responses: ['s'.repeat(expect.kind === 'echo' ? expect.bytes : 1)] }));
    },
    signal,
  );
}
