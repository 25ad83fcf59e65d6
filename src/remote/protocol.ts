import { randomBytes } from 'node:crypto';
import { sh, type ShellText } from '../ssh/shell';

/**
 * What a script has to say stands on lines that start with a nonce of that call, so that nothing else on stdout (a
 * login banner, an output of the node's own) can be taken for it. Free text is base64.
 */
export interface Answer {
  readonly word: string;
  readonly fields: readonly string[];
}

/** A new nonce; one a call. */
export function createNonce(): string {
  return `slipway-${randomBytes(9).toString('hex')}`;
}

/** `answer WORD FIELD...` prints one line; `encode TEXT` makes a field of any text, `-` of none. */
export function protocolLibrary(nonce: string): ShellText {
  return sh`
nonce=${nonce}
answer() { printf '%s' "$nonce"; printf ' %s' "$@"; echo; }
encode() { [ -n "$1" ] && printf %s "$1" | head -c 2000 | base64 -w 0 || printf -- -; }
`;
}

/** The answers in `stdout`, in order; everything else is skipped. */
export function readAnswers(stdout: string, nonce: string): Answer[] {
  return stdout
    .split('\n')
    .filter((line) => line.startsWith(`${nonce} `))
    .map((line) => {
      const [word = '', ...fields] = line.slice(nonce.length + 1).split(' ');
      return { word, fields };
    });
}

/** Text of a field that `encode` made. */
export function decodeField(field: string | undefined): string {
  return field === undefined || field === '-' ? '' : Buffer.from(field, 'base64').toString('utf8');
}
