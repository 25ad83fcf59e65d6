/** kubectl ended with an error; `stderr` is its own words, last 20 lines. */
export class KubectlFailed extends Error {
  override readonly name = 'KubectlFailed';
  readonly node: string;
  readonly exitCode: number;
  readonly stderr: string;

  constructor(node: string, args: readonly string[], exitCode: number, stderr: string) {
    const tail = stderr.trim().split('\n').slice(-20).join('\n');
    super(`kubectl ${args.slice(0, 3).join(' ')} on ${node} ended with ${exitCode}: ${tail}`);
    this.node = node;
    this.exitCode = exitCode;
    this.stderr = tail;
  }

  /** The API server could not be asked, or could not answer yet: a later try may well succeed. */
  get isUnavailable(): boolean {
    return /connection refused|was refused|timed? ?out|deadline exceeded|EOF|TLS handshake|ServiceUnavailable|unable to handle|etcdserver|leader changed|InternalError|Too many requests|no route to host|connection reset/i.test(
      this.stderr,
    );
  }
}
