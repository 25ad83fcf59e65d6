import { randomUUID } from 'node:crypto';
import { cniOf, osFamilyOf, runtimeOf } from '../catalog/look-up';
import type { Cluster, Node } from '../config/cluster';
import { scopeCluster } from '../config/scope-cluster';
import type { NodeFacts } from '../plan/facts';
import { planInstall as decideInstall } from '../plan/install';
import type { LinkProbe } from '../plan/link-probe';
import { linksFrom } from '../plan/links';
import { probeLinks } from '../remote/probe-links';
import { runActivity, type ActivityDependencies, type ActivityFrame } from './activity-frame';
import { cniManifest } from './cni-manifest';
import type { SlipwayActivities } from './contract';
import { mapBounded } from './map-bounded';
import { describePodNetwork, knownPodNetworks } from './wanted-pod-network';

type Input = Parameters<SlipwayActivities['planInstall']>[0];

const AT_ONCE = 25;
const USUAL_MTU = 1500;

/** What the install would do and what stands in its way; the ways between machines that are new are tried first. */
export const planInstall =
  (dependencies: ActivityDependencies): SlipwayActivities['planInstall'] =>
  (input) =>
    runActivity(dependencies, { cluster: input.cluster }, async (frame) => {
      const { configName } = cniOf(input.cluster, frame.catalog);
      return decideInstall(
        input.cluster,
        { facts: input.facts, unreachable: input.unreachable, links: await tryLinks(frame, input) },
        {
          holder: input.holder,
          freshUid: randomUUID(),
          imageDirectory: runtimeOf(input.cluster, frame.catalog).dataDirectory,
          supportedOs: {
            names: [...new Set(Object.values(frame.catalog.os).flatMap(({ ids }) => ids))],
            covers: (os) => osFamilyOf(os, frame.catalog) !== undefined,
          },
          ...(configName !== undefined && { podNetworkConfig: configName }),
          ...(await lookUpPodNetwork(frame, input)),
        },
      );
    });

/** What the live pod network is compared with, where there is one: the manifest as it would be applied. */
async function lookUpPodNetwork({ catalog }: ActivityFrame, { cluster, facts }: Input) {
  if (!facts.some(({ kubeadm }) => kubeadm.podNetwork !== undefined)) return {};
  const scoped = scopeCluster(cluster);
  const wanted = describePodNetwork(scoped, catalog, await cniManifest(scoped, catalog));
  return { podNetwork: { wanted, known: knownPodNetworks(catalog) } };
}

/** From every machine that nobody has claimed yet: one round trip each. */
async function tryLinks(frame: ActivityFrame, { cluster, facts }: Input): Promise<LinkProbe[]> {
  const fresh = facts.filter(({ fence }) => fence === undefined);
  const links = await mapBounded(fresh, AT_ONCE, async (from) => {
    const node = cluster.spec.nodes.find(({ name }) => name === from.node);
    return node === undefined ? [] : tryFrom(frame, cluster, node, from);
  });
  return links.flat();
}

/** A machine that cannot be asked any more is found out by the next step; its links are not known. */
async function tryFrom(frame: ActivityFrame, cluster: Cluster, node: Node, facts: NodeFacts): Promise<LinkProbe[]> {
  const own = facts.interfaces.find(({ addresses }) => addresses.some((cidr) => cidr.split('/')[0] === node.address));
  try {
    const session = await frame.openSession(node.name);
    return await probeLinks(session, linksFrom(cluster, node), own?.mtu ?? USUAL_MTU, frame.signal);
  } catch {
    frame.signal.throwIfAborted();
    return [];
  }
}
