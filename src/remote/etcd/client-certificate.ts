import type { Session } from '../../ssh/session';
import { raw, sh } from '../../ssh/shell';
import type { Writer } from '../guard';
import { createNonce, protocolLibrary, readAnswers } from '../protocol';
import { runTask } from './prepare-member';

/** Where a control plane keeps what it reaches an external etcd with. */
export interface ClientFiles {
  readonly ca: string;
  readonly certificate: string;
  readonly key: string;
}

/** Such a pair and the CA of etcd, in PEM. The key is secret. */
export interface ClientPair {
  readonly ca: string;
  readonly certificate: string;
  readonly key: string;
}

/**
 * Undefined where the node holds a good pair of this CA (PEM). Else a certificate request, in PEM, whose key was made on
 * the node and stays there. Errors: MemberNotPrepared, as `runGuarded`.
 */
export async function requestClientCertificate(
  session: Session,
  writer: Writer,
  files: ClientFiles,
  ca: string,
): Promise<string | undefined> {
  const nonce = createNonce();
  const request = sh`${raw(protocolLibrary(nonce))}
printf %s ${ca} >"$work/ca.crt"
if cmp -s "$work/ca.crt" ${files.ca} && is_good_pair "$work/ca.crt" ${files.certificate} ${files.key}; then exit 0; fi
new_key "$work/client.key" && new_request "$work/client.key" kube-apiserver-etcd-client "$work/client.csr" &&
  put_file ${`${files.key}.new`} 0600 "$(self)" <"$work/client.key" && answer request "$(base64 -w 0 <"$work/client.csr")"`;
  const { stdout } = await runTask(session, writer, 'make a key for etcd', request);
  const field = readAnswers(stdout, nonce).find(({ word }) => word === 'request')?.fields[0];
  return field === undefined ? undefined : Buffer.from(field, 'base64').toString();
}

/** A certificate, in PEM, for the request of a client of etcd; signed by the CA that the session's node holds. Errors: as above. */
export async function signClientCertificate(session: Session, writer: Writer, request: string): Promise<string> {
  const nonce = createNonce();
  const sign = sh`${raw(protocolLibrary(nonce))}
printf %s ${request} >"$work/client.csr"
sign "$work/client.csr" clientAuth >"$work/client.crt" && [ -s "$work/client.crt" ] &&
  answer certificate "$(base64 -w 0 <"$work/client.crt")"`;
  const { stdout } = await runTask(session, writer, 'sign a certificate for a client of etcd', sign);
  const field = readAnswers(stdout, nonce).find(({ word }) => word === 'certificate')?.fields[0] ?? '';
  return Buffer.from(field, 'base64').toString();
}

/** Afterwards the node uses the certificate with the key that it asked for it with. Errors: as above. */
export async function acceptClientCertificate(
  session: Session,
  writer: Writer,
  files: ClientFiles,
  { ca, certificate }: Omit<ClientPair, 'key'>,
): Promise<void> {
  const accept = sh`
printf %s ${ca} | put_file ${files.ca} 0644 "$(self)" && put_file ${files.key} 0600 "$(self)" <${`${files.key}.new`} &&
  printf %s ${certificate} | put_file ${files.certificate} 0644 "$(self)" && rm -f -- ${`${files.key}.new`}`;
  await runTask(session, writer, 'take its certificate for etcd', accept);
}

/** Afterwards the node holds this pair, which somebody else has made. Errors: as above. */
export async function writeClientPair(
  session: Session,
  writer: Writer,
  files: ClientFiles,
  { ca, certificate, key }: ClientPair,
): Promise<void> {
  const write = sh`
printf %s ${ca} | put_file ${files.ca} 0644 "$(self)" && printf %s ${key} | put_file ${files.key} 0600 "$(self)" &&
  printf %s ${certificate} | put_file ${files.certificate} 0644 "$(self)"`;
  await runTask(session, writer, 'take what it reaches etcd with', write);
}
