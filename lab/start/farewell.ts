/** What a person wants to know when everything stands. */
export interface Ending {
  readonly lab: string;
  readonly kubeconfig: string;
  /** Absent where the Web UI's address is not known. */
  readonly webUi?: string;
  readonly laps: readonly { readonly title: string; readonly tookMs: number }[];
}

/** The last lines of `npm start`: where things are, how long they took, and what to do next. */
export function renderFarewell({ lab, kubeconfig, webUi, laps }: Ending): string[] {
  const onLab = lab === 'default' ? '' : ` --name ${lab}`;
  return renderPairs([
    ...laps.map(({ title, tookMs }) => [title, `${(tookMs / 1000).toFixed(1)} s`] as const),
    ['', ''],
    ['Kubeconfig', kubeconfig],
    ['Use it', `export KUBECONFIG=${kubeconfig}; kubectl get nodes`],
    ...(webUi === undefined ? [] : [['Web UI', webUi] as const]),
    ['', ''],
    ['Look inside', `npm run lab -- ssh cp-1${onLab}`],
    ['Break it', `npm run lab -- power-cut cp-1${onLab}; npm run lab -- boot cp-1${onLab}`],
    ['Run again', 'npm start (finds nothing to do)'],
    ['Stop', `npm run slipway -- dev stop; npm run lab -- down${onLab}`],
    ['Clean up', 'npm run clean (everything but the caches)'],
  ]);
}

function renderPairs(pairs: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...pairs.map(([title]) => title.length));
  return pairs.map(([title, text]) => `${title.padEnd(width)}  ${text}`.trimEnd());
}
