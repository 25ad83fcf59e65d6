import { drain } from '../../src/remote/drain';
import { KubectlFailed } from '../../src/remote/kubectl-failed';
import type { Kubectl } from '../../src/remote/kubectl';

const writer = { verb: 'drain w-1', fence: { clusterUid: 'uid', epoch: 1, holder: 'h' }, lockWaitSeconds: 1 };
const BUDGET = `error when evicting pods/"web-1" -n "default" (will retry after 5s): Cannot evict pod as it would violate the pod's disruption budget.`;

/** A kubectl that ends with these words, or well without any. */
function kubectl(stderr?: string): Kubectl & { readonly asked: string[] } {
  const asked: string[] = [];
  const run: Kubectl['run'] = async (args) => {
    asked.push(args.join(' '));
    if (stderr !== undefined) throw new KubectlFailed('cp-1', args, 1, stderr);
    return '';
  };
  return { asked, run, json: () => Promise.reject(new Error('not asked for')) };
}

const drained = (stderr?: string) =>
  drain(kubectl(stderr), 'w-1', { limitSeconds: 20, dataFlag: 'delete-emptydir-data', writer });

test('an empty node is drained; pods of DaemonSets do not count, and eviction is what ends the others', async () => {
  const one = kubectl();
  expect(await drain(one, 'w-1', { limitSeconds: 20, dataFlag: 'delete-emptydir-data', writer })).toBeUndefined();
  expect(one.asked).toEqual(['drain w-1 --ignore-daemonsets --delete-emptydir-data --force --timeout=20s']);
});

test('a node that the cluster does not know is empty', async () => {
  expect(await drained('Error from server (NotFound): nodes "w-1" not found')).toBeUndefined();
});

test.each([
  [
    'a disruption budget, once for each pod',
    `${BUDGET}\n${BUDGET}\nThere are pending pods`,
    "default/web-1: Cannot evict pod as it would violate the pod's disruption budget.",
  ],
  [
    'pods that do not end in time',
    'There are pending pods in node "w-1" when an error occurred: global timeout reached: 20s',
    'global timeout reached: 20s',
  ],
])('what holds the pods back is told: %s', async (_, stderr, why) => {
  expect(await drained(stderr)).toMatch(new RegExp(`${why.replaceAll('.', String.raw`\.`)}$`));
});

test('anything else is a failure of its own', async () => {
  await expect(drained('error: You must be logged in to the server (Unauthorized)')).rejects.toThrow(KubectlFailed);
});
