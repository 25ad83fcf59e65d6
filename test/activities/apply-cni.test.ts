import { applyCni } from '../../src/activities/apply-cni';
import { describePodNetwork } from '../../src/activities/wanted-pod-network';
import { catalog } from '../../src/catalog/catalog';
import type { PodNetwork } from '../../src/plan/pod-network';
import { POD_NETWORK_RECORD, readRecord } from '../../src/remote/pod-network/record';
import { haCluster } from '../fakes/clusters';
import { createFakeSession } from '../fakes/fake-session';
import { runActivityOn } from '../fakes/run-activity';

const fence = { clusterUid: 'uid', epoch: 1, holder: 'default/slipway/demo/run-1' };
const cluster = haCluster();
const wanted = describePodNetwork(cluster, catalog, catalog.cni.flannel.manifest(cluster, []));

/** A control plane that keeps what is applied; `record` is what it held before. */
function controlPlane(record?: object, failAfter = Infinity) {
  const applied: string[] = [];
  const session = createFakeSession('cp-1', [
    { when: "'get' 'configmap'", answer: record === undefined ? '' : JSON.stringify(record) },
    {
      when: /'apply'|'create'|'replace'/,
      answer: (_script, { stdin = '' }) => {
        if (applied.length >= failAfter) return { exitCode: 1, stderr: 'Forbidden' };
        applied.push(String(stdin));
        return { stdout: 'object created\n' };
      },
    },
  ]);
  const records = () =>
    applied.filter((text) => text.includes(POD_NETWORK_RECORD)).map((text) => readRecord(JSON.parse(text)));
  return { session, applied, records };
}

const apply = (session: ReturnType<typeof controlPlane>['session']) =>
  runActivityOn({ 'cp-1': session }, applyCni, { cluster, fence, controlPlane: 'cp-1' });

test('the record of the pod network is there before it, and whole after it', async () => {
  const { session, applied, records } = controlPlane();
  await apply(session);
  const { digest, ...half } = wanted;
  expect(applied.map((text) => text.includes(POD_NETWORK_RECORD))).toEqual([true, false, true]);
  expect(records()).toEqual([half, { ...half, digest }]);
  expect(wanted).toMatchObject({
    name: 'flannel',
    backend: 'vxlan',
    objects: expect.arrayContaining(['v1 Namespace kube-flannel', 'apps/v1 DaemonSet kube-flannel/kube-flannel-ds']),
  });
});

test('an apply that is cut off leaves a record that is not whole', async () => {
  const { session, records } = controlPlane(undefined, 1);
  await expect(apply(session)).rejects.toMatchObject({ type: 'ApiRequestRefused' });
  expect(records().map((record) => record?.digest)).toEqual([undefined]);
});

const held = ({ objects, ...network }: PodNetwork) => ({ data: { ...network, objects: objects.join('\n') } });

test('parts of an earlier version stay in the record of the same pod network, and not in that of another', async () => {
  const older = controlPlane(held({ name: 'flannel', objects: ['v1 Secret kube-flannel/old', ...wanted.objects] }));
  await apply(older.session);
  expect(older.records().at(-1)?.objects).toEqual([...wanted.objects, 'v1 Secret kube-flannel/old']);
  const other = controlPlane(held({ name: 'calico', objects: ['v1 Secret kube-system/old'] }));
  await apply(other.session);
  expect(other.records().at(-1)?.objects).toEqual(wanted.objects);
});

test('a late attempt that is cut off leaves the record whole that the one in its place has written', async () => {
  const { session, applied, records } = controlPlane(held(wanted), 1);
  await apply(session);
  expect([applied.length, records()]).toEqual([1, []]);
});

test('the digest follows version and settings, and not what is left to its default', () => {
  const digestOf = (cni: object) => {
    const of = haCluster({ cni });
    const { digest, backend } = describePodNetwork(of, catalog, catalog.cni.flannel.manifest(of, []));
    return `${backend} ${digest}`;
  };
  expect(digestOf({ name: 'flannel', backend: 'vxlan' })).toBe(digestOf({ name: 'flannel' }));
  expect(digestOf({ name: 'flannel', version: '0.26.7' })).not.toBe(digestOf({ name: 'flannel' }));
  expect(digestOf({ name: 'flannel', backend: 'host-gw' })).toMatch(/^host-gw /);
});
