/** Minor versions of Kubernetes that a choice of the catalog goes with, both ends included; an absent end is open. */
export interface KubernetesRange {
  /** Version of the choice from which on this holds, until the next entry. */
  readonly since: string;
  readonly from?: number;
  readonly to?: number;
  /** Completes "it …". */
  readonly why?: string;
}

/**
 * By kind and name, each list oldest first; a name that is not here goes with every version, and what is older than the
 * first entry of its name with none.
 */
export type KubernetesRanges = Readonly<
  Record<'runtime' | 'cni', Readonly<Record<string, readonly KubernetesRange[]>>>
>;

/** Kubelets up to 1.22 speak CRI v1alpha2 alone, from 1.26 on v1 alone; what containerd speaks is read from its sources. */
export const KUBERNETES_RANGES: KubernetesRanges = {
  runtime: {
    containerd: [
      // Older ones read no hosts.toml.
      { since: '1.5.0', to: 25, why: 'speaks no CRI v1' },
      { since: '1.6.0' },
      { since: '2.0.0', from: 23, why: 'speaks CRI v1 alone' },
    ],
    'cri-o': [{ since: '0.0.0', from: 18, why: 'reads no drop-ins before' }],
  },
  cni: {},
};

/** What holds for this version of a choice; one without a version of its own is taken for its newest. */
export function rangeOf(ranges: readonly KubernetesRange[], version: string | undefined): KubernetesRange | undefined {
  return version === undefined ? ranges.at(-1) : ranges.findLast(({ since }) => compare(since, version) <= 0);
}

export function isInRange({ from = 0, to = Infinity }: KubernetesRange, minor: number): boolean {
  return from <= minor && minor <= to;
}

/** `v1.23 or newer`, `v1.25 or older`, `v1.23 to v1.25`. */
export function describeRange({ from, to }: KubernetesRange): string {
  if (to === undefined) return `v1.${from ?? 0} or newer`;
  return from === undefined ? `v1.${to} or older` : `v1.${from} to v1.${to}`;
}

function compare(left: string, right: string): number {
  const [a, b] = [left, right].map(numbersOf);
  const at = [0, 1, 2].find((index) => (a?.[index] ?? 0) !== (b?.[index] ?? 0));
  return at === undefined ? 0 : (a?.[at] ?? 0) - (b?.[at] ?? 0);
}

/** Of `1.6.20` as of `1:1.6.20~ds1-1+deb12u1`: what a package's version has before and behind is its distribution's. */
function numbersOf(version: string): number[] {
  return version
    .replace(/^\d+:/, '')
    .split('.')
    .map((part) => Number.parseInt(part, 10));
}
