import type { SshTarget } from './target';

/** The outcome of one remote command. */
export interface ExecResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ExecOptions {
  /** The script's standard input, byte for byte, then end of file. Empty when left out. */
  readonly stdin?: string | Buffer;
  /** Aborting closes the channel and rejects with `signal.reason`. Work the script detached goes on. */
  readonly signal?: AbortSignal;
  /** Limit for the whole command, waiting for a free channel included; past it: SshError 'timeout'. */
  readonly timeoutMs?: number;
  readonly onStdout?: (chunk: string) => void;
  readonly onStderr?: (chunk: string) => void;
}

/** One authenticated way to a node, as root (directly or by sudo). */
export interface Session {
  /** The node's name in cluster.yaml. */
  readonly node: string;
  /** Commands started so far on this target, lost and re-dialled connections included: one channel is one round trip. */
  readonly roundTrips: number;
  /**
   * Runs a POSIX sh script as root, with LC_ALL=C and the standard PATH. Its text travels over stdin, never argv.
   * A script that ends with a non-zero exit code resolves; only a command without an outcome rejects (SshError).
   */
  run(script: string, options?: ExecOptions): Promise<ExecResult>;
  /** Closes the connection; commands under way reject with SshError 'connection-lost'. */
  close(): Promise<void>;
}

/** The pool: one connection per target. */
export interface Sessions {
  /** A live session to the node: dialled at first use, shared, dialled again when dead. Errors: SshError. */
  get(target: SshTarget): Promise<Session>;
  closeAll(): Promise<void>;
}
