import { distance } from 'fastest-levenshtein';

/** The candidate that `word` was probably meant to be; undefined when none is near. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const lowered = word.toLowerCase();
  const tolerance = Math.max(1, Math.floor(word.length / 3));
  const [best] = candidates
    .map((candidate) => ({ candidate, edits: distance(lowered, candidate.toLowerCase()) }))
    .filter(
      ({ candidate, edits }) =>
        edits <= tolerance || (lowered.length > 3 && candidate.toLowerCase().startsWith(lowered)),
    )
    .toSorted((a, b) => a.edits - b.edits);
  return best?.candidate;
}

/** `did you mean "x"?`, ready to be spread into a finding. */
export function didYouMean(word: string, candidates: readonly string[]): { suggestion?: string } {
  const match = nearest(word, candidates);
  return match === undefined ? {} : { suggestion: `did you mean "${match}"?` };
}
