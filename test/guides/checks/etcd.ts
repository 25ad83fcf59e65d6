import type { FaultBench } from '../../faults/real/bench/fault-bench';
import type { Check } from '../guide-case';

/** etcdctl of a member that runs in a pod, out of its container, with the certificates that kubeadm has made. */
const STACKED = `pki=/etc/kubernetes/pki/etcd
ask() { "/proc/$(pidof etcd)/root/usr/local/bin/etcdctl" --cacert $pki/ca.crt --cert $pki/server.crt --key $pki/server.key "$@"; }`;
/** etcdctl of a machine that is a member itself finds its certificates by itself. */
const EXTERNAL = 'ask() { etcdctl "$@"; }';

/** `etcdctl endpoint health` and `endpoint status`, as tables, of all members. */
export const etcdTablesAreWell: Check = {
  title: '`etcdctl endpoint health -w table` and `endpoint status -w table` show every member well, and one leader',
  async run(bench) {
    const { members, how } = membersOf(bench);
    const endpoints = members.map(({ address }) => `https://${address}:2379`).join(',');
    const ask = (what: string) =>
      bench.onMachine(members[0]?.name ?? '', `${how}\nask --endpoints ${endpoints} endpoint ${what} -w table`);
    const health = rowsOf(await ask('health'));
    const status = rowsOf(await ask('status'));
    const well = health.filter((row) => /\|\s+true\s+\|/.test(row));
    const leaders = status.filter((row) => /\|\s+true\s+\|\s+false\s+\|/.test(row));
    if (well.length !== members.length || leaders.length !== 1)
      throw new Error(
        `of ${members.length}, ${well.length} are healthy and ${leaders.length} lead: ${status.join(' ')}`,
      );
    return `${members.length} members healthy, one leader`;
  },
};

const rowsOf = (table: string) => table.split('\n').filter((line) => line.includes('https://'));

function membersOf({ lastWanted }: FaultBench) {
  const { nodes, etcd } = lastWanted.cluster.spec;
  const [role, how] = etcd.topology === 'stacked' ? ['control-plane', STACKED] : ['etcd', EXTERNAL];
  return { members: nodes.filter(({ roles }) => roles.some((each) => each === role)), how };
}
