import type { Cluster } from '../config/cluster';
import { decideEpoch, type EpochView } from '../plan/join-epoch';
import { createCertificateKey, createToken, type Epoch } from '../remote/join-material/epoch';
import { issueEpoch } from '../remote/join-material/issue-epoch';
import { IssuerUnavailable, lookAtMaterial, type MaterialLook } from '../remote/join-material/look-at-material';
import { kubeadmInitConfig } from '../steps';
import { runActivity, type ActivityDependencies, type ActivityFrame } from './activity-frame';
import type { IssuedMaterial, SlipwayActivities } from './contract';
import { classify } from './failures';
import { materialPurpose } from './open-material';
import { seal } from './seal';
import { nodeOf } from './ssh-target';

type Input = Parameters<SlipwayActivities['issueJoinMaterial']>[0];

/** The issuer may be in its own last phases of init or join. */
const LOCK_WAIT_SECONDS = 120;
/** kubeadm's own: the Secret of the certificates hangs on a token of two hours. */
const CERTIFICATES_LIVE_SECONDS = 7200;
/** `NodeNotClaimed`: a new machine in the place of one that was lost, which its own branch is still to claim. */
const PASSED_OVER = ['NodeUnreachable', 'JoinMaterialUnavailable', 'GarbledAnswer', 'ShellUnusable', 'NodeNotClaimed'];
/** How often other issuers may be faster before it is taken for a fault. */
const MAX_LOOKS = 6;

/**
 * Join material of the current epoch where that is good for long enough, else of a new one that this call has issued;
 * sealed to each request. Control planes that cannot issue are passed over. Errors: ApplicationFailure
 * `JoinMaterialUnavailable` and those of the node's lock and fence.
 */
export const issueJoinMaterial =
  (dependencies: ActivityDependencies) =>
  (input: Input): Promise<IssuedMaterial> =>
    runActivity(dependencies, { cluster: input.cluster }, (frame) => issueThroughAny(frame, input));

async function issueThroughAny(frame: ActivityFrame, input: Input): Promise<IssuedMaterial> {
  const gone = new Map<string, string>();
  for (;;) {
    const [first, ...others] = input.issuers.filter((issuer) => !gone.has(issuer));
    if (first === undefined) break;
    // Whoever was asked last is the one that failed: the first may have named another as the holder.
    let asked = first;
    try {
      return await issueThrough(frame, { ...input, issuers: [first, ...others] }, (issuer) => (asked = issuer));
    } catch (error) {
      if (!canAnotherIssue(error)) throw error;
      gone.set(asked, error instanceof Error ? error.message : String(error));
    }
  }
  throw new IssuerUnavailable('no control plane', [...gone.values()].join(' / ') || 'none was named');
}

function canAnotherIssue(error: unknown): boolean {
  return PASSED_OVER.includes(classify(error));
}

/** Begins with the first issuer and follows the epoch to its holder, where that is an issuer too. */
async function issueThrough(
  frame: ActivityFrame,
  input: Input,
  onAsk: (issuer: string) => void,
): Promise<IssuedMaterial> {
  let [issuer = ''] = input.issuers;
  for (let looks = 0; looks < MAX_LOOKS; looks += 1) {
    frame.signal.throwIfAborted();
    onAsk(issuer);
    frame.report(`asking ${issuer} for join material`);
    const desk = await openDesk(frame, input, issuer);
    const look = await lookAtMaterial(desk.session, desk.address, desk.writer);
    const decision = decideEpoch(toView(issuer, look), input);
    if (decision.move === 'ask') {
      issuer = decision.holder;
      continue;
    }
    const held = look.epoch;
    if (decision.move === 'give' && held) return sealFor(input, issuer, held, look.caHash);
    if (decision.move !== 'issue') continue;
    frame.report(`issuing epoch ${decision.epoch} on ${issuer}`);
    const epoch = nextEpoch(input, look, decision);
    const isIssued = await issueEpoch(desk.session, desk.writer, {
      epoch,
      address: desk.address,
      ...(look.current && { resourceVersion: look.current.resourceVersion }),
      ...(input.forControlPlane && {
        uploadConfig: kubeadmInitConfig(input.cluster, desk.node, epoch, { catalog: frame.catalog }),
      }),
    });
    if (isIssued) return { ...sealFor(input, issuer, epoch, look.caHash), issued: true };
  }
  throw new IssuerUnavailable(issuer, `others were faster ${MAX_LOOKS} times`);
}

async function openDesk(frame: ActivityFrame, input: Input, issuer: string) {
  const node = nodeOf(input.cluster, issuer);
  const writer = { verb: 'issue-join-material', fence: input.fence, lockWaitSeconds: LOCK_WAIT_SECONDS };
  return { node, address: node.address, writer, session: await frame.openSession(issuer) };
}

function toView(node: string, { current, epoch, hasToken, hasCertificates, nowSeconds }: MaterialLook): EpochView {
  return { node, ...(current && { current }), ...(epoch && { held: epoch }), hasToken, hasCertificates, nowSeconds };
}

/** The certificate key stays where its certificates are still good, so that joins under way can read them. */
function nextEpoch(
  { cluster, forControlPlane }: { cluster: Cluster; forControlPlane: boolean },
  { epoch: held, nowSeconds }: MaterialLook,
  { epoch, keepsCertificates }: { epoch: number; keepsCertificates: boolean },
): Epoch {
  const { tokenTtlSeconds, certificateKeyTtlSeconds } = cluster.spec.joinMaterial;
  const kept = keepsCertificates ? held : undefined;
  return {
    epoch,
    token: createToken(),
    tokenExpiresAtSeconds: nowSeconds + tokenTtlSeconds,
    certificateKey: kept?.certificateKey ?? createCertificateKey(),
    certificateKeyExpiresAtSeconds: forControlPlane
      ? nowSeconds + Math.min(certificateKeyTtlSeconds, CERTIFICATES_LIVE_SECONDS)
      : (kept?.certificateKeyExpiresAtSeconds ?? 0),
  };
}

function sealFor(input: Input, issuer: string, epoch: Epoch, caHash: string): IssuedMaterial {
  const { requests, forControlPlane } = input;
  const text = JSON.stringify({
    token: epoch.token,
    caHash,
    ...(forControlPlane && { certificateKey: epoch.certificateKey }),
  });
  return {
    epoch: epoch.epoch,
    issuer,
    tokenExpiresAt: new Date(epoch.tokenExpiresAtSeconds * 1000).toISOString(),
    certificateKeyExpiresAt: new Date(epoch.certificateKeyExpiresAtSeconds * 1000).toISOString(),
    sealed: Object.fromEntries(
      requests.map(({ node, publicKey }) => [node, seal(text, publicKey, materialPurpose(node, epoch.epoch))]),
    ),
  };
}
