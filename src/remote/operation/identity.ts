import { createHash } from 'node:crypto';

/** What makes two requests the same operation; the ordinal behind it is allotted on the node. */
export interface OperationKey {
  readonly cluster: string;
  readonly node: string;
  /** Kebab-case: `kubeadm-init`, `apply-containerd`. */
  readonly verb: string;
  /** SHA-256 of everything that goes into the operation, hex; its first digits are used. */
  readonly inputDigest: string;
}

/** Digits of the input's digest in an id. */
export const DIGEST_DIGITS = 12;

const SAFE = /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/;

/** The id without its ordinal; fit for a unit name and a path. Throws TypeError for parts that are not. */
export function toKeyPrefix({ cluster, node, verb, inputDigest }: OperationKey): string {
  const parts = [cluster, node, verb, inputDigest.slice(0, DIGEST_DIGITS)];
  const bad = parts.find((part) => !SAFE.test(part));
  if (bad !== undefined) throw new TypeError(`operation: '${bad}' cannot be part of an operation id`);
  return parts.join('-');
}

/** SHA-256 of the parts, hex; the same parts in the same order make the same digest. */
export function digestInput(...parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('hex');
}
