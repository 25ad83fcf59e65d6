import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cniManifest, fetchCniObjects } from '../../src/activities/cni-manifest';
import { catalog, catalogWith } from '../../src/catalog/catalog';
import type { CniKind } from '../../src/catalog/cni/kind';
import { haCluster } from '../fakes/clusters';
import { DownloadServer } from '../fakes/download-server';

const TEXT = 'apiVersion: v1\nkind: Namespace\nmetadata: { name: own }\n---\n';
const NAMESPACE = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'own' } };
const sum = (text: string) => createHash('sha256').update(text).digest('hex');

const server = new DownloadServer();
const directory = mkdtempSync(join(tmpdir(), 'slipway-manifest-'));
const file = join(directory, 'cni.yaml');

beforeAll(() => server.start());
afterAll(async () => {
  await server.stop();
  rmSync(directory, { recursive: true });
});

const clusterWith = (manifest: object, name = 'manifest') => haCluster({ cni: { name, manifest } });
const fetchFor = (manifest: object, name?: string) => fetchCniObjects(clusterWith(manifest, name), catalog);

describe('the manifest of the pod network', () => {
  it('is downloaded once for every node, and applied as it is', async () => {
    const url = server.serve('/once.yaml', TEXT);
    const all = await Promise.all([1, 2, 3].map(() => fetchFor({ url, sha256: sum(TEXT) })));
    expect(all).toEqual([[NAMESPACE], [NAMESPACE], [NAMESPACE]]);
    expect(server.requests.filter(({ path }) => path === '/once.yaml')).toHaveLength(1);
    expect(await cniManifest(clusterWith({ url, sha256: sum(TEXT) }), catalog)).toEqual([NAMESPACE]);
  });

  it('is refused where it is another one than the checksum says', async () => {
    const url = server.serve('/other.yaml', TEXT);
    await expect(fetchFor({ url, sha256: sum('another') })).rejects.toMatchObject({ type: 'ArtifactMismatch' });
  });

  it('is tried again after a download that failed', async () => {
    const manifest = { url: server.serve('/later.yaml', TEXT), sha256: sum(TEXT) };
    server.failNext((response) => response.writeHead(503).end());
    await expect(fetchFor(manifest)).rejects.toMatchObject({ type: 'DownloadFailed' });
    expect(await fetchFor(manifest)).toEqual([NAMESPACE]);
  });

  it('is read from the worker, with or without a checksum', async () => {
    writeFileSync(file, TEXT);
    expect(await fetchFor({ file })).toEqual([NAMESPACE]);
    await expect(fetchFor({ file, sha256: sum('another') })).rejects.toMatchObject({ type: 'ArtifactMismatch' });
    await expect(fetchFor({ file: `${file}.gone` })).rejects.toMatchObject({ type: 'WorkerFileUnreadable' });
  });

  it('is refused before anything is changed where it is no manifest, or does not fit', async () => {
    writeFileSync(file, '<html>Not Found</html>');
    await expect(fetchFor({ file })).rejects.toMatchObject({ message: expect.stringContaining('is no manifest') });
    writeFileSync(file, TEXT);
    await expect(fetchFor({ file }, 'calico')).rejects.toMatchObject({
      type: 'ArtifactMismatch',
      message: expect.stringContaining('has no ConfigMap calico-config'),
    });
  });

  it('is the publisher’s, in order, where the file has none', async () => {
    const part = (name: string) => {
      const text = TEXT.replace('own', name);
      return { url: server.serve(`/${name}.yaml`, text), sha256: sum(text) };
    };
    const sources = [part('first'), part('second')];
    const own: CniKind = { ...catalog.cni.manifest, sources: () => sources };
    const cluster = haCluster({ cni: { name: 'none' } });
    const named = { ...cluster, spec: { ...cluster.spec, cni: { ...cluster.spec.cni, name: 'own' } } };
    const objects = await fetchCniObjects(named, catalogWith({ cni: { own } }));
    expect(objects.map(({ metadata }) => metadata.name)).toEqual(['first', 'second']);
  });

  it('is nothing that is fetched where all is built in', async () => {
    expect(await fetchCniObjects(haCluster(), catalog)).toEqual([]);
  });
});
