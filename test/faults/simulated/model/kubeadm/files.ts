import { randomBytes } from 'node:crypto';
import type { Kubeconfig } from '../kubelet';
import { AUTHORITIES, COMPONENTS, keyOf, kubeconfigOf, manifestOf, otherHalfOf } from '../places';
import type { Process } from '../process';
import { KubeadmError, type KubeadmRun } from './run';

/** Keys are written before their certificates, neither of them atomically; what is there is taken for whole. */
export async function makeCertificates({ process }: KubeadmRun): Promise<void> {
  for (const [authority, leaves] of Object.entries(AUTHORITIES)) {
    const signer = await ensurePair(process, authority, () => randomBytes(32).toString('hex'));
    for (const leaf of leaves) {
      const signedBy = await ensurePair(process, leaf, () => signer);
      if (signedBy !== signer) throw new KubeadmError(`certificate ${leaf} is not signed by corresponding CA`);
    }
  }
  const { disk } = process.machine;
  if (disk.read(keyOf('sa')) !== undefined) return;
  if (disk.has(keyOf('sa'))) throw new KubeadmError('the sa private key could not be loaded properly');
  await process.write(keyOf('sa'), 'sa');
  await process.write(otherHalfOf('sa'), 'sa');
}

/** The content of the certificate: what it is signed by, or for an authority its own fingerprint. */
async function ensurePair(process: Process, pair: string, make: () => string): Promise<string> {
  const { disk } = process.machine;
  if (disk.has(keyOf(pair)) || disk.has(otherHalfOf(pair))) {
    const found = disk.read(otherHalfOf(pair));
    if (found === undefined || disk.read(keyOf(pair)) === undefined) {
      throw new KubeadmError(`error execution phase certs: failure loading ${pair} certificate`);
    }
    return found;
  }
  const content = make();
  await process.write(keyOf(pair), content);
  await process.write(otherHalfOf(pair), content);
  return content;
}

/** Leaves whole ones alone and fails on a cut one, as kubeadm does. */
export async function makeKubeconfigs(
  { process }: KubeadmRun,
  names: readonly string[],
  server: (name: string) => Kubeconfig['server'],
): Promise<void> {
  const { machine } = process;
  const ca = machine.caFingerprint ?? '';
  for (const name of names) {
    const path = kubeconfigOf(name);
    if (!machine.disk.has(path)) {
      await process.write(path, JSON.stringify({ ca, server: server(name) } satisfies Kubeconfig));
      continue;
    }
    const text = machine.disk.read(path);
    if (text === undefined) throw new KubeadmError(`kubeconfig file ${path} cannot be loaded`);
    if ((JSON.parse(text) as Kubeconfig).ca !== ca) throw new KubeadmError(`${path} has got a different CA`);
  }
}

export async function writeComponents({ process }: KubeadmRun): Promise<void> {
  for (const name of COMPONENTS) await process.write(manifestOf(name), 'pod');
}
