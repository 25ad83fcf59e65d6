import { readRequestKey } from '../remote/join-material/request-key';
import type { JoinMaterial } from './contract';
import { failure } from './failures';
import type { KubeadmNode } from './kubeadm-node';
import { openSealed, SealBroken } from './seal';

/** What is inside of join material. Secret. */
export interface JoinSecretsText {
  readonly token: string;
  /** Absent where no certificates were asked for. */
  readonly certificateKey?: string;
  readonly caHash: string;
}

/** Material that expires sooner is not worth starting with. */
const LEAST_VALIDITY_MS = 3_000;

/** What sealed material is bound to besides its key. */
export function materialPurpose(node: string, epoch: number): string {
  return `join ${node} epoch ${epoch}`;
}

/**
 * Opens material with the private half that is on the node's tmpfs. Errors: ApplicationFailure `JoinMaterialStale` when
 * that key is gone or another, or the material is about to expire.
 */
export async function openMaterial(on: KubeadmNode, material: JoinMaterial): Promise<JoinSecretsText> {
  if (Date.parse(material.tokenExpiresAt) < Date.now() + LEAST_VALIDITY_MS) {
    throw failure('JoinMaterialStale', `the token of epoch ${material.epoch} expires at ${material.tokenExpiresAt}`);
  }
  const key = await readRequestKey(on.session);
  if (key === undefined) {
    throw failure('JoinMaterialStale', 'the key that the join material is sealed to is not on the node any more');
  }
  try {
    return JSON.parse(
      openSealed(material.sealed, key, materialPurpose(on.node.name, material.epoch)),
    ) as JoinSecretsText;
  } catch (error) {
    if (error instanceof SealBroken) throw failure('JoinMaterialStale', error.message);
    throw error;
  }
}
