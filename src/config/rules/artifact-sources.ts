import type { Artifacts } from '../cluster';
import type { Finding } from '../problems/problem';
import type { Rule } from './rule';

const ARCHITECTURES = ['amd64', 'arm64'] as const;
const CHECKSUM = 'a sha256 for each architecture in use, or an https source';

const isPlain = (url: string) => url.startsWith('http://');

/** What travels unencrypted is proven by a checksum in the file, never by one that travelled the same way. */
export const artifactSources: Rule = {
  reads: ['spec.artifacts'],
  check: ({ cluster }) => {
    const { kubernetes, ...archives } = cluster.spec.artifacts;
    const isUnpinned = ARCHITECTURES.every((architecture) => kubernetes.sha256[architecture] === undefined);
    const findings = Object.entries(archives).flatMap(([name, archive]) =>
      checkArchive(['spec', 'artifacts', name], archive),
    );
    if (!isPlain(kubernetes.baseUrl) || !isUnpinned) return findings;
    return [unpinned(['spec', 'artifacts', 'kubernetes', 'baseUrl'], kubernetes.baseUrl), ...findings];
  },
};

type Artifact = Artifacts['criDockerd'];

function checkArchive(path: readonly string[], { url, sha256, sha256Url }: Artifact): Finding[] {
  const pinned = ARCHITECTURES.filter((architecture) => sha256[architecture] !== undefined);
  if (isPlain(url) && pinned.length === 0) return [unpinned([...path, 'url'], url)];
  if (sha256Url === undefined || !isPlain(sha256Url) || pinned.length === ARCHITECTURES.length) return [];
  return [
    {
      path: [...path, 'sha256Url'],
      message: 'a checksum fetched over plain http proves nothing',
      accepted: 'an https:// URL, or a sha256 for every architecture',
    },
  ];
}

function unpinned(path: readonly string[], url: string): Finding {
  return { path, message: `${url} is plain http and no sha256 is given`, accepted: CHECKSUM };
}
