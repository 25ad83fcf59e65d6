import { formatEpoch } from '../../../../src/remote/join-material/epoch';
import type { EpochInput } from '../../../../src/remote/join-material/issue-epoch';
import { IssuerUnavailable, type MaterialLook } from '../../../../src/remote/join-material/look-at-material';
import type { Writer } from '../../../../src/remote/guard';
import type { ObservedKubernetes } from '../../../../src/remote/kubeadm/observe-kubernetes';
import { PeerUnavailable, type PeerView } from '../../../../src/remote/kubeadm/see-from-peer';
import { readText } from '../model/kubeadm/config';
import type { SimulatedCluster } from '../model/cluster';
import { underGuard } from '../model/guard';
import { readKubeletIdentity } from '../model/kubelet';
import type { Machine } from '../model/machine';
import { observe } from '../model/observe';
import type { Process } from '../model/process';
import type { SimulatedSession } from './session';

const POLL_MS = 4000;

export function observeKubernetes(
  session: SimulatedSession,
  _address: string,
  signal?: AbortSignal,
): Promise<ObservedKubernetes> {
  return session.exec(
    'observe Kubernetes',
    async (process) => {
      const { machine } = process;
      const digest = machine.digest();
      await process.work(60);
      return { state: observe(machine), digest, nowSeconds: nowSeconds(machine) };
    },
    signal,
  );
}

export function pollApiServer(session: SimulatedSession, _address: string, signal?: AbortSignal): Promise<boolean> {
  return poll(session, (machine) => machine.servedCluster !== undefined, signal);
}

export function pollOwnNode(session: SimulatedSession, _address: string, signal?: AbortSignal): Promise<boolean> {
  const isRegistered = (machine: Machine) => {
    const own = readKubeletIdentity(machine);
    return own !== undefined && machine.findApi(own)?.nodes.has(machine.name) === true;
  };
  return poll(session, isRegistered, signal);
}

function poll(session: SimulatedSession, holds: (machine: Machine) => boolean, signal?: AbortSignal): Promise<boolean> {
  return session.exec(
    'poll',
    async (process) => {
      for (let waitedMs = 0; waitedMs < POLL_MS; waitedMs += 500) {
        if (holds(process.machine)) return true;
        await process.work(500);
      }
      return false;
    },
    signal,
  );
}

export function startKubelet(session: SimulatedSession, writer: Writer): Promise<void> {
  return session.exec('start kubelet', (process) =>
    underGuard(process, writer, async () => {
      await process.work(30);
      process.machine.kubelet.start();
    }),
  );
}

export function seeFromPeer(
  session: SimulatedSession,
  _address: string,
  joiner: string,
  signal?: AbortSignal,
): Promise<PeerView> {
  return session.exec(
    'see from peer',
    async (process) => {
      await process.work(60);
      const { servedCluster } = process.machine;
      if (servedCluster === undefined) throw new PeerUnavailable(session.node, 'its etcd gave no member list');
      return { members: servedCluster.listMembers(), nodeObject: servedCluster.stateOf(joiner) };
    },
    signal,
  );
}

export function removeMember(session: SimulatedSession, _address: string, writer: Writer, id: string): Promise<void> {
  return session.exec('remove member', (process) =>
    underGuard(process, writer, async () => {
      const cluster = process.machine.servedCluster;
      if (cluster === undefined) throw new PeerUnavailable(session.node, `it did not remove member ${id}`);
      await cluster.changeMembership(`${writer.verb} on ${session.node}`, async () => {
        process.mutate(`remove member ${id}`);
        await process.work(80, 'remove member');
        cluster.removeMember(id);
        await process.work(20);
      });
    }),
  );
}

export function lookAtMaterial(session: SimulatedSession, _address: string, writer: Writer): Promise<MaterialLook> {
  return session.exec('look at join material', (process) =>
    underGuard(process, writer, async () => {
      await process.work(60);
      const { machine } = process;
      const api = requireIssuer(process);
      const epoch = [...machine.epochs.values()].toSorted((one, other) => other.epoch - one.epoch)[0];
      const { joinConfigMap } = api;
      return {
        ...(joinConfigMap && { current: { ...joinConfigMap, resourceVersion: String(joinConfigMap.version) } }),
        ...(epoch && { epoch }),
        hasToken: epoch !== undefined && api.findToken(epoch.token.slice(0, 6)) !== undefined,
        hasCertificates: api.liveCertificates !== undefined,
        caHash: machine.caFingerprint ?? '',
        nowSeconds: nowSeconds(machine),
      };
    }),
  );
}

/** The ConfigMap first, then the file of the epoch, the token, the certificates: each may be the last that is done. */
export function issueEpoch(session: SimulatedSession, writer: Writer, input: EpochInput): Promise<boolean> {
  return session.exec('issue join material', (process) =>
    underGuard(process, writer, async () => {
      const { machine } = process;
      const { epoch, resourceVersion, uploadConfig } = input;
      machine.world.secrets.add(epoch.token).add(epoch.certificateKey).add(formatEpoch(epoch).trim());
      await process.work(50, 'ConfigMap');
      const { joinConfigMap } = requireIssuer(process);
      if (String(joinConfigMap?.version ?? '') !== (resourceVersion ?? '')) return false;
      process.mutate('join material');
      const version = (joinConfigMap?.version ?? 0) + 1;
      requireIssuer(process).joinConfigMap = { epoch: epoch.epoch, holder: session.node, version };
      machine.epochs.set(epoch.epoch, epoch);
      await process.work(50, 'token');
      requireIssuer(process).tokens.set(epoch.token.slice(0, 6), {
        secret: epoch.token.slice(7),
        description: `slipway epoch ${epoch.epoch}`,
        expiresAtMs: epoch.tokenExpiresAtSeconds * 1000,
      });
      if (uploadConfig === undefined) return true;
      await process.work(400, 'upload certificates');
      requireIssuer(process).uploadCertificates(readText(uploadConfig, 'certificateKey'));
      machine.world.journal.note(`${session.node}: join material of epoch ${epoch.epoch} is issued`);
      return true;
    }),
  );
}

function requireIssuer({ machine }: Process): SimulatedCluster {
  if (machine.servedCluster === undefined) throw new IssuerUnavailable(machine.name, 'its API server does not answer');
  return machine.servedCluster;
}

export function ensureRequestKey(session: SimulatedSession, writer: Writer, fresh: string): Promise<string> {
  return session.exec('make join key', (process) =>
    underGuard(process, writer, async () => {
      await process.work(20);
      const { machine } = process;
      machine.requestKey ??= fresh;
      machine.world.secrets.add(machine.requestKey.split('\n')[1] ?? machine.requestKey);
      return machine.requestKey;
    }),
  );
}

export function readRequestKey(session: SimulatedSession): Promise<string | undefined> {
  return session.exec('read join key', async (process) => {
    await process.work(20);
    return process.machine.requestKey;
  });
}

function nowSeconds({ world }: Machine): number {
  return Math.floor(world.clock.now() / 1000);
}
