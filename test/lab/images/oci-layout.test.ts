import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inTemporaryDirectory } from '../../../lab/artifacts/archive';
import { hashFile } from '../../../lab/artifacts/checksum';
import { run } from '../../../lab/command';
import { writeOciLayout } from '../../../lab/images/oci-layout';

const readJson = async (file: string) => JSON.parse(await readFile(file, 'utf8'));

test('the layout leads from its index to its layers, each under its own digest', async () => {
  await inTemporaryDirectory(async (directory) => {
    await writeFile(join(directory, 'hello'), 'hello');
    await run(['tar', '-cf', join(directory, 'layer.tar'), '-C', directory, 'hello']);
    const layout = join(directory, 'layout');
    await writeOciLayout(layout, [join(directory, 'layer.tar')], { entrypoint: ['/hello'], user: 999 });

    const blob = (digest: string) => join(layout, 'blobs', digest.replace(':', '/'));
    const index = await readJson(join(layout, 'index.json'));
    const manifest = await readJson(blob(index.manifests[0].digest));
    const config = await readJson(blob(manifest.config.digest));
    expect(config.config).toMatchObject({ Entrypoint: ['/hello'], User: '999' });
    expect(config.rootfs.diff_ids).toEqual([manifest.layers[0].digest]);
    for (const { digest } of [index.manifests[0], manifest.config, manifest.layers[0]]) {
      expect(`sha256:${await hashFile(blob(digest))}`).toBe(digest);
    }
  });
});
