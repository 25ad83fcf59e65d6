import { compare, type Question, type Violations } from './question';

/** Every node Ready at the version that was asked for, one etcd, and one cluster from the first init to now. */
export async function checkCluster({ bench, wanted, nodes, controlPlanes }: Question): Promise<Violations> {
  const { oracle, lab, uids } = bench;
  const [first = ''] = controlPlanes;
  const { version } = wanted.cluster.spec.kubernetes;
  const live = (await oracle.nodes(first)).toSorted((a, b) => a.name.localeCompare(b.name));
  const machines = await lab.machines();
  const addresses = machines.filter(({ name }) => controlPlanes.includes(name)).map(({ address }) => address);
  const etcd = await oracle.etcd(first, addresses);
  await uids.look();
  const fingerprints = await Promise.all(nodes.map((node) => oracle.caFingerprint(node)));
  return [
    ...compare(
      'nodes',
      live,
      nodes.toSorted().map((name) => ({ name, ready: true, version })),
    ),
    ...compare('voters of etcd', etcd.voters, controlPlanes.toSorted()),
    ...compare('learners of etcd', etcd.learners, []),
    ...compare('hashes of etcd', [etcd.hashes.length, new Set(etcd.hashes).size], [controlPlanes.length, 1]),
    ...(uids.seen.size === 1 ? [] : [`UIDs that kube-system has had: ${[...uids.seen].join(', ') || 'none was seen'}`]),
    ...compare('cluster CAs', new Set(fingerprints).size, 1),
  ];
}
