import { link, mkdir, copyFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hashFile, hashText } from '../artifacts/checksum';
import type { Image } from './image';

interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

const TYPES = {
  config: 'application/vnd.oci.image.config.v1+json',
  // Not compressed: on a machine of a few cores, unpacking costs every node more than reading does.
  layer: 'application/vnd.oci.image.layer.v1.tar',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
} as const;

/** Writes an OCI image layout of the given layers (tar files, lowest first) into an empty `directory`. */
export async function writeOciLayout(
  directory: string,
  layers: readonly string[],
  { entrypoint, user }: Pick<Image, 'entrypoint' | 'user'>,
): Promise<void> {
  await mkdir(join(directory, 'blobs', 'sha256'), { recursive: true });
  const layerDescriptors: Descriptor[] = [];
  for (const layer of layers) layerDescriptors.push(await addLayer(directory, layer));
  const config = await addJson(directory, TYPES.config, {
    architecture: 'amd64',
    os: 'linux',
    config: {
      Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
      Entrypoint: entrypoint,
      ...(user === undefined ? {} : { User: String(user) }),
    },
    rootfs: { type: 'layers', diff_ids: layerDescriptors.map((layer) => layer.digest) },
  });
  const manifest = await addJson(directory, TYPES.manifest, {
    schemaVersion: 2,
    mediaType: TYPES.manifest,
    config,
    layers: layerDescriptors,
  });
  await writeFile(join(directory, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  await writeFile(join(directory, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: [manifest] }));
}

const blob = (directory: string, hex: string) => join(directory, 'blobs', 'sha256', hex);

async function addLayer(directory: string, file: string): Promise<Descriptor> {
  const hex = await hashFile(file);
  await link(file, blob(directory, hex)).catch(() => copyFile(file, blob(directory, hex)));
  return { mediaType: TYPES.layer, digest: `sha256:${hex}`, size: (await stat(file)).size };
}

async function addJson(directory: string, mediaType: string, value: unknown): Promise<Descriptor> {
  const text = JSON.stringify(value);
  const hex = hashText(text);
  await writeFile(blob(directory, hex), text);
  return { mediaType, digest: `sha256:${hex}`, size: Buffer.byteLength(text) };
}
