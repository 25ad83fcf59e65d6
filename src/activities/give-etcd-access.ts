import { ETCD_CLIENT_FILES } from '../catalog/etcd/access';
import { etcdNodes } from '../config/nodes';
import type { Fence } from '../plan/fence';
import {
  acceptClientCertificate,
  type ClientPair,
  requestClientCertificate,
  signClientCertificate,
  writeClientPair,
} from '../remote/etcd/client-certificate';
import { readAuthority } from '../remote/etcd/prepare-member';
import { readSecretText } from './read-secret-text';
import type { ActivityFrame } from './activity-frame';
import { writerOf } from './control-plane-access';
import { failure } from './failures';
import { readWorkerFile } from './worker-inputs';

/** The control plane holds what it reaches etcd with; false: it did before. Errors: as `installExternalEtcd`. */
export async function giveAccess(frame: ActivityFrame, fence: Fence, controlPlane: string): Promise<boolean> {
  const writer = writerOf('let the control plane reach etcd', fence);
  const session = await frame.openSession(controlPlane);
  const [signer] = etcdNodes(frame.cluster);
  if (signer === undefined) {
    await writeClientPair(session, writer, ETCD_CLIENT_FILES, await readForeignPair(frame));
    return true;
  }
  const desk = await frame.openSession(signer.name);
  const { certificate: ca } = await readAuthority(desk, writer);
  const request = await requestClientCertificate(session, writer, ETCD_CLIENT_FILES, ca);
  if (request === undefined) return false;
  frame.report(`${signer.name} signs a certificate for ${controlPlane}`);
  const certificate = await signClientCertificate(desk, writer, request);
  await acceptClientCertificate(session, writer, ETCD_CLIENT_FILES, { ca, certificate });
  return true;
}

/** As whoever runs that etcd has given it to this worker. */
async function readForeignPair({ cluster }: ActivityFrame): Promise<ClientPair> {
  const { caFile, certificateFile, key } = cluster.spec.etcd;
  if (caFile === undefined || certificateFile === undefined || key === undefined)
    throw failure('WorkerFileUnreadable', 'spec.etcd names no caFile, certificateFile and key for its endpoints.');
  const [ca, certificate] = await Promise.all([readWorkerFile(caFile), readWorkerFile(certificateFile)]);
  return { ca, certificate, key: await readSecretText('key of spec.etcd', key) };
}
