import type { Lab } from '../../../lab';
import { type Ended, runCommand } from './command';

/** A file that holds one of the searched texts, and the first such text. */
export interface Hit {
  readonly path: string;
  readonly text: string;
}

/** On tmpfs, and outside of what is searched. */
const PATTERNS = '/dev/searched-texts';
const SEARCH = `
set -u
export LC_ALL=C
umask 077
trap 'rm -f ${PATTERNS}' EXIT
cat >${PATTERNS}
since=$1
shift
for root in "$@"; do
  find "$root" -xdev \\( -path /proc -o -path /sys \\) -prune -o -type f -newermt "$since" -print0
done | xargs -0 -r grep -laFf ${PATTERNS} -- 2>/dev/null | while read -r path; do
  printf '%s\\t%s\\n' "$path" "$(grep -m1 -aoFf ${PATTERNS} -- "$path" | head -n 1)"
done
if journalctl -n 1 >/dev/null 2>&1; then
  found=$(journalctl --all -o cat --no-pager | grep -m1 -aoFf ${PATTERNS} | head -n 1)
  [ -z "$found" ] || printf 'journal\\t%s\\n' "$found"
fi`;

/**
 * Every filesystem of a machine that can hold something, and its journal, which is compressed on disk. Files that have
 * not been written since a time before there was any of the texts need not be looked at.
 */
export async function searchMachine(lab: Lab, machine: string, texts: Iterable<string>, sinceMs = 0): Promise<Hit[]> {
  const argv = ['sh', '-c', SEARCH, 'sh', toFindTime(sinceMs), '/', '/var', '/run', '/tmp', '/dev/shm'];
  return readHits(await lab.exec(machine, argv, { input: toInput(texts) }));
}

/** Every file below a directory of this host. */
export async function searchDirectory(directory: string, texts: Iterable<string>): Promise<Hit[]> {
  const script = SEARCH.replaceAll(PATTERNS, `${directory}.searched`).replace(/\nif journalctl[\s\S]*$/, '');
  return readHits(await runCommand('sh', ['-c', script, 'sh', toFindTime(0), directory], { input: toInput(texts) }));
}

function toFindTime(sinceMs: number): string {
  return `@${Math.floor(sinceMs / 1000)}`;
}

function toInput(texts: Iterable<string>): string {
  const lines = [...texts];
  if (lines.length === 0 || lines.some((line) => line.length < 8 || line.includes('\n')))
    throw new TypeError('nothing to search for, or a text that is found everywhere');
  return `${lines.join('\n')}\n`;
}

function readHits({ stdout, stderr }: Pick<Ended, 'stdout' | 'stderr'>): Hit[] {
  if (stderr.includes('cannot create')) throw new Error(`the search cannot run: ${stderr.trim()}`);
  const lines = stdout.split('\n').filter((line) => line !== '');
  return lines.map((line) => ({ path: line.split('\t')[0] ?? '', text: line.split('\t')[1] ?? '' }));
}
