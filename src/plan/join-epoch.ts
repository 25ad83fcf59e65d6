/** What a control plane knows of the current join material; nothing in it is secret. */
export interface EpochView {
  /** The node that was looked at. */
  readonly node: string;
  /** The current epoch and who holds it, as the cluster says; absent before the second epoch. */
  readonly current?: { readonly epoch: number; readonly holder: string };
  /** The newest epoch that the node itself holds. */
  readonly held?: {
    readonly epoch: number;
    readonly tokenExpiresAtSeconds: number;
    readonly certificateKeyExpiresAtSeconds: number;
  };
  readonly hasToken: boolean;
  readonly hasCertificates: boolean;
  readonly nowSeconds: number;
}

export interface EpochWish {
  readonly forControlPlane: boolean;
  readonly minimumValiditySeconds: number;
  /** Material of this epoch or older failed the caller. */
  readonly rejectEpoch?: number;
  /** Control planes that may be asked, this one included. */
  readonly issuers: readonly string[];
}

export type EpochDecision =
  | { readonly move: 'give' }
  | { readonly move: 'ask'; readonly holder: string }
  /** `keepsCertificates`: those under the held key are still good, so joins that are downloading them go on. */
  | { readonly move: 'issue'; readonly epoch: number; readonly keepsCertificates: boolean };

/** Whether the current epoch serves, who holds it, or which epoch comes next. */
export function decideEpoch(view: EpochView, wish: EpochWish): EpochDecision {
  const { current, held, node } = view;
  const isElsewhere = current !== undefined && current.holder !== node;
  if (isElsewhere && !isRejected(current.epoch, wish) && wish.issuers.includes(current.holder)) {
    return { move: 'ask', holder: current.holder };
  }
  const { isTokenGood, areCertificatesGood } = judgeHeld(view, wish);
  if (isTokenGood && (areCertificatesGood || !wish.forControlPlane)) return { move: 'give' };
  // Epoch 1 is init's own; a rejected epoch is never given a number again.
  const last = Math.max(current?.epoch ?? 1, held?.epoch ?? 1, wish.rejectEpoch ?? 1);
  return { move: 'issue', epoch: last + 1, keepsCertificates: areCertificatesGood };
}

function isRejected(epoch: number, { rejectEpoch }: EpochWish): boolean {
  return rejectEpoch !== undefined && epoch <= rejectEpoch;
}

function judgeHeld({ current, held, hasToken, hasCertificates, nowSeconds }: EpochView, wish: EpochWish) {
  const isCurrent = held !== undefined && held.epoch === (current?.epoch ?? 1) && !isRejected(held.epoch, wish);
  if (!isCurrent) return { isTokenGood: false, areCertificatesGood: false };
  const isGood = (expiresAtSeconds: number) => expiresAtSeconds >= nowSeconds + wish.minimumValiditySeconds;
  return {
    isTokenGood: hasToken && isGood(held.tokenExpiresAtSeconds),
    areCertificatesGood: hasCertificates && isGood(held.certificateKeyExpiresAtSeconds),
  };
}

/** kubeadm's own token, whose end takes the uploaded certificates along. */
const CERTIFICATES_PROXY = 'Proxy for managing TTL for the kubeadm-certs secret';

/** Whether a bootstrap token of this description was made for joins of a run, and so is nobody's once they are over. */
export function isOfJoins(description: string): boolean {
  return /^slipway epoch \d+$/.test(description) || description === CERTIFICATES_PROXY;
}
