import type { Session } from '../ssh/session';
import { raw, sh } from '../ssh/shell';
import { KubectlFailed } from './kubectl-failed';

/** How kubectl is run on a control plane: with admin.conf, against that node's own API server. */
export interface Kubectl {
  /** Standard output. Errors: KubectlFailed for a non-zero exit, SshError. `stdin` becomes kubectl's standard input. */
  run(
    args: readonly string[],
    options?: { stdin?: string; signal?: AbortSignal; timeoutSeconds?: number },
  ): Promise<string>;
  /** The parsed answer of `-o json`. */
  json<Answer>(args: readonly string[], options?: { signal?: AbortSignal }): Promise<Answer>;
}

/** kubectl on the session's control plane; `address` is that node's internal address, where its API server listens. */
export function kubectlOn(session: Session, address: string): Kubectl {
  const host = address.includes(':') ? `[${address}]` : address;
  const run: Kubectl['run'] = async (args, options = {}) => {
    const limit = `${options.timeoutSeconds ?? 30}s`;
    const command = sh`exec kubectl --kubeconfig /etc/kubernetes/admin.conf --server ${`https://${host}:6443`} --request-timeout ${limit} ${args}`;
    const result = await session.run(sh`${raw(command)}`, {
      ...(options.stdin === undefined ? {} : { stdin: options.stdin }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
    if (result.exitCode !== 0)
      throw new KubectlFailed(session.node, args, result.exitCode, result.stderr || result.stdout);
    return result.stdout;
  };
  return {
    run,
    json: async <Answer>(args: readonly string[], options: { signal?: AbortSignal } = {}) =>
      JSON.parse(await run([...args, '-o', 'json'], options)) as Answer,
  };
}
