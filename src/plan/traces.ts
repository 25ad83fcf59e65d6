/** Something that Kubernetes has on a machine, and that a wipe removes; found by the code that removes it. */
export interface Trace {
  /** The thing, such as `/var/lib/etcd` or `interface cni0`; the same however often one looks. */
  readonly what: string;
  /** What changes from look to look, such as a count. */
  readonly detail?: string;
  /** Comes and goes with the pods that happen to run: whoever approves the rest approves it. */
  readonly passing?: true;
}

/** What the traces of Kubernetes and of pod networks are called. */
export interface TraceNames {
  /** Shell patterns of network interfaces. */
  readonly interfaces: readonly string[];
  /** What the names of iptables chains begin with. */
  readonly chains: readonly string[];
  /** What the comments of its rules in chains of others begin with, where those lead to no chain of its own. */
  readonly comments?: readonly string[];
  /** What the names of IP sets begin with. */
  readonly sets?: readonly string[];
  /** Tables of nftables, each a family and a name. */
  readonly tables: readonly string[];
  /** Shell patterns of files and directories, in the order in which they are told. */
  readonly paths: readonly string[];
}

/** A runtime whose containers of Kubernetes are traces. */
export interface RuntimeTrace {
  /** Client that sees them. */
  readonly client: 'ctr' | 'crictl' | 'docker';
  readonly unit: string;
  /** CRI socket that `crictl` is pointed to. */
  readonly socket: string;
}

/** The names of what does not come and go by itself: what an approval is bound to. */
export function nameLasting(traces: readonly Trace[]): string[] {
  return traces.filter(({ passing }) => passing !== true).map(({ what }) => what);
}

/** A trace in words. */
export function describeTrace({ what, detail }: Trace): string {
  return detail === undefined || detail === '' ? what : `${what} (${detail})`;
}
