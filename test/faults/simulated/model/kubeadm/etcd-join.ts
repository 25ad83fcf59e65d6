import type { Member, SimulatedCluster } from '../cluster';
import { ETCD_MANIFEST } from '../places';
import { requireEndpoint } from './discovery';
import { KubeadmError, type KubeadmRun, waitFor } from './run';

const ETCD_CALL_MS = 120_000;

/**
 * Adds the node as a learner, starts it, promotes it. etcd takes one learner at a time; a member that votes already
 * cannot be promoted, on which kubeadm of these versions fails.
 */
export async function joinEtcd(run: KubeadmRun): Promise<void> {
  const { machine } = run.process;
  const cluster = requireEndpoint(run);
  await cluster.changeMembership(machine.name, async () => {
    const member = await addLearner(run, cluster);
    await run.process.write(ETCD_MANIFEST, cluster.uid);
    await waitFor(
      run,
      ETCD_CALL_MS,
      'the learner did not start in time',
      () => member.name !== '' && isUp(cluster, member),
    );
    if (!member.isLearner) {
      await run.process.work(ETCD_CALL_MS);
      throw new KubeadmError('etcdserver: can only promote a learner member');
    }
    await run.process.work(900, 'promote');
    await waitFor(run, ETCD_CALL_MS, 'etcdserver: unhealthy cluster', () => cluster.hasQuorum);
    member.isLearner = false;
    machine.world.journal.note(`${machine.name} votes in etcd`);
    await run.process.work(300, 'promoted');
  });
}

function isUp(cluster: SimulatedCluster, member: Member): boolean {
  return cluster.machineOf(member)?.isEtcdRunning === true;
}

async function addLearner(run: KubeadmRun, cluster: SimulatedCluster): Promise<Member> {
  const { process } = run;
  const { peerUrl, name } = process.machine;
  const find = () => cluster.members.find((member) => member.peerUrl === peerUrl);
  const known = find();
  if (known) return known;
  const hasLearner = () => cluster.members.some(({ isLearner }) => isLearner);
  await waitFor(
    run,
    ETCD_CALL_MS,
    'etcdserver: too many learner members in cluster',
    () => !hasLearner() && cluster.hasQuorum,
  );
  process.mutate('add a learner');
  await process.work(120, 'add learner');
  const added = cluster.addMember(peerUrl, '', true);
  process.machine.world.journal.note(`${name} is a learner of etcd`);
  await process.work(120, 'learner added');
  return added;
}
