import type { Session } from '../../ssh/session';
import { sh } from '../../ssh/shell';
import { garbledAnswer } from '../check-steps';
import type { Writer } from '../guard';
import { createNonce, protocolLibrary, readAnswers } from '../protocol';
import { runGuarded } from '../run-guarded';
import { raw, shLines } from '../../ssh/shell';
import { REQUEST_KEY_FILE } from './places';

/** A key pair of one node, behind the node’s lock. */
const KEY_TIMEOUT_MS = 60_000;

const tellKey = sh`answer key "$(base64 -w 0 <${REQUEST_KEY_FILE})"`;

/**
 * The private key (PKCS #8 PEM) on the node's tmpfs: `fresh` where there was none, which stands there from now on.
 * One round trip. Errors: SshError, RemoteError as `runGuarded`.
 */
export async function ensureRequestKey(session: Session, writer: Writer, fresh: string): Promise<string> {
  const write = sh`
[ -s ${REQUEST_KEY_FILE} ] || (umask 077; printf %s ${fresh} >${`${REQUEST_KEY_FILE}.new`}; mv -f -- ${`${REQUEST_KEY_FILE}.new`} ${REQUEST_KEY_FILE})
${raw(tellKey)}`;
  const nonce = createNonce();
  const result = await runGuarded(session, writer, shLines([protocolLibrary(nonce), write]), {
    timeoutMs: KEY_TIMEOUT_MS,
  });
  return readKey(session.node, result.stdout, nonce, result.stderr);
}

/** The same key for who may read only; undefined once it is gone (a reboot, a join that is over). */
export async function readRequestKey(session: Session): Promise<string | undefined> {
  const nonce = createNonce();
  const script = shLines([protocolLibrary(nonce), sh`[ ! -s ${REQUEST_KEY_FILE} ] || ${raw(tellKey)}; answer end`]);
  const result = await session.run(script, { timeoutMs: KEY_TIMEOUT_MS });
  const answers = readAnswers(result.stdout, nonce);
  if (!answers.some(({ word }) => word === 'end')) throw garbledAnswer(session.node, 'the join key', result.stderr);
  const key = answers.find(({ word }) => word === 'key')?.fields[0];
  return key === undefined ? undefined : Buffer.from(key, 'base64').toString();
}

function readKey(node: string, stdout: string, nonce: string, stderr: string): string {
  const key = readAnswers(stdout, nonce).find(({ word }) => word === 'key')?.fields[0];
  if (key === undefined || key === '') throw garbledAnswer(node, 'making the join key', stderr);
  return Buffer.from(key, 'base64').toString();
}
