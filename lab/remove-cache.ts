import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { attempt, run } from './command';
import { MACHINE_IMAGE_REPOSITORY } from './machines/image';
import { cacheDirectory } from './paths';

/** Neither artifacts, images nor the machine image are kept; the next `up` makes them anew. Labs that are up break. */
export async function removeCache(): Promise<void> {
  await rm(cacheDirectory(), { recursive: true, force: true });
  if (!existsSync('/usr/bin/podman')) return;
  const list = await run(['podman', 'images', '--quiet', '--filter', `reference=${MACHINE_IMAGE_REPOSITORY}`]);
  const images = [...new Set(list.split('\n').filter((line) => line !== ''))];
  if (images.length > 0) await attempt(['podman', 'rmi', ...images]);
}
