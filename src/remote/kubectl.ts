import type { ExecOptions, Session } from '../ssh/session';
import { sh } from '../ssh/shell';
import type { Writer } from './guard';
import { KubectlFailed } from './kubectl-failed';
import { RUNTIME_DIRECTORY } from './places';
import { runGuarded } from './run-guarded';

/** Of what the API server offers: on tmpfs, since root's home is not Slipway's to fill. */
const CACHE_DIRECTORY = `${RUNTIME_DIRECTORY}/kubectl`;

export interface KubectlOptions {
  /** Becomes kubectl's standard input. */
  readonly stdin?: string;
  readonly signal?: AbortSignal;
  /** kubectl's own limit for one request; 30 when absent. */
  readonly requestTimeoutSeconds?: number;
  /** Present: the command writes, so it runs under the node's lock and fence. */
  readonly writer?: Writer;
}

/** kubectl on a control plane, with admin.conf, against that node's own API server. */
export interface Kubectl {
  /** Standard output. Errors: KubectlFailed for a non-zero exit, RemoteError of the guard, SshError. */
  run(args: readonly string[], options?: KubectlOptions): Promise<string>;
  /** The parsed answer of `-o json`. */
  json<Answer>(args: readonly string[], options?: KubectlOptions): Promise<Answer>;
}

/** `address` is the control plane's internal address, where its API server listens. */
export function kubectlOn(session: Session, address: string): Kubectl {
  const server = `https://${address.includes(':') ? `[${address}]` : address}:6443`;
  const run = async (args: readonly string[], options: KubectlOptions = {}) => {
    const limit = `${options.requestTimeoutSeconds ?? 30}s`;
    const flags = ['--kubeconfig', '/etc/kubernetes/admin.conf', '--server', server, '--request-timeout', limit];
    const script = sh`mkdir -p -m 0700 -- ${RUNTIME_DIRECTORY}
exec kubectl --cache-dir ${CACHE_DIRECTORY} ${flags} ${args}`;
    const exec: ExecOptions = {
      ...(options.stdin === undefined ? {} : { stdin: options.stdin }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    };
    const result = await (options.writer
      ? runGuarded(session, options.writer, script, exec)
      : session.run(script, exec));
    if (result.exitCode === 0) return result.stdout;
    throw new KubectlFailed(session.node, args, result.exitCode, result.stderr || result.stdout);
  };
  return {
    run,
    json: async <Answer>(args: readonly string[], options: KubectlOptions = {}) =>
      JSON.parse(await run([...args, '-o', 'json'], options)) as Answer,
  };
}
