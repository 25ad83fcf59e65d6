/** Where a secret is read when it is needed; the secret itself is never part of a value that is stored or sent. */
export type SecretRef = { readonly file: string } | { readonly env: string };

/** The methods are tried in this order: private key, agent, password. */
export interface SshAuth {
  readonly privateKeyFile?: string;
  readonly passphraseRef?: SecretRef;
  /** true: the agent named by SSH_AUTH_SOCK; a string: the path of an agent's socket. */
  readonly agent?: true | string;
  readonly passwordRef?: SecretRef;
}

/** What proves the server's identity: pinned keys win over the known_hosts file, trust on first use comes last. */
export interface HostKeyPolicy {
  /** 'ssh-ed25519 AAAA…' as in a .pub file, or 'SHA256:…' as ssh-keygen -l prints it. */
  readonly pinned?: readonly string[];
  /** OpenSSH's format. Default: none. */
  readonly knownHostsFile?: string;
  /** Stores the key of a host that knownHostsFile does not know yet. A changed key is refused all the same. */
  readonly trustOnFirstUse?: boolean;
}

export type SudoPolicy =
  | { readonly mode: 'none' }
  | { readonly mode: 'passwordless' }
  | { readonly mode: 'password'; readonly passwordRef: SecretRef };

/** Everything needed to reach one machine as root, resolved: plain data, no secrets. */
export interface SshTarget {
  /** The node's name in cluster.yaml; a bastion's name is its own. */
  readonly node: string;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly auth: SshAuth;
  readonly hostKey: HostKeyPolicy;
  /** 'none': the user is root already. */
  readonly sudo: SudoPolicy;
  /** The hop before this one; its own bastion is the hop before that. */
  readonly bastion?: SshTarget;
  /** From the first packet until authenticated, this hop alone. Default 15 000. */
  readonly connectTimeoutMs?: number;
  /** Three unanswered keepalives end the connection. Default 5 000. */
  readonly keepaliveIntervalMs?: number;
}
