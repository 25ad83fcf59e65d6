import { statfs, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { withLock } from '../lock';
import { cacheDirectory } from '../paths';
import type { Progress } from '../progress';
import type { Software } from '../software';
import { kubernetesRelease } from '../versions';
import type { Artifact, GoProgram } from './artifact';
import { artifactFile, hasArtifact, storeArtifact } from './cache';
import { listArtifacts } from './catalogue';
import { type Downloads, officialDownloads } from './download';
import { assertGo, buildGoProgram } from './go-build';
import { listKubernetesArtifacts } from './kubernetes-artifacts';
import { createLane, settleAll } from './lanes';
import { makeArtifact } from './make';
import { kubernetesBinaryPath } from './paths';

const GIB = 1024 ** 3;
/** Go's module cache 7, its build cache 7, artifacts and images 3, and room to work. */
const COLD_DISK_GIB = 20;
const WARM_DISK_GIB = 2;
const COMPILERS_AT_ONCE = 1;
const DOWNLOADS_AT_ONCE = 4;

/** Every artifact of this software is in the cache. Returns how many had to be fetched. */
export function ensureArtifacts(software: Software, progress: Progress): Promise<number> {
  return ensureAll(listArtifacts(software), progress);
}

/** kubeadm of this version is in the cache, and nothing else is built for it. Returns the file. */
export async function ensureKubeadm(kubernetesVersion: string, progress: Progress): Promise<string> {
  const path = kubernetesBinaryPath(kubernetesVersion, 'kubeadm');
  const artifacts = listKubernetesArtifacts(kubernetesRelease(kubernetesVersion));
  await ensureAll(
    artifacts.filter((artifact) => artifact.path === path),
    progress,
  );
  return artifactFile(path);
}

/**
 * These artifacts are in the cache: downloaded where the official hosts are reachable, else built. Interrupted, it goes
 * on with what is missing. Returns how many had to be fetched.
 */
async function ensureAll(artifacts: readonly Artifact[], progress: Progress): Promise<number> {
  const missingNow = () => artifacts.filter((artifact) => !hasArtifact(artifact.path));
  if (missingNow().length === 0) return 0;
  return withLock(
    join(cacheDirectory(), 'artifacts.lock'),
    async () => {
      const missing = missingNow();
      progress.say(`  ${missing.length} artifacts are not in ${cacheDirectory()} yet; ${await checkDisk(missing)}`);
      await fetchAll(missing, officialDownloads(), progress);
      return missing.length;
    },
    () => progress.say('  … another process is filling the artifact cache; waiting for it'),
  );
}

const needsGo = ({ make }: Artifact) => make.kind.startsWith('go-') || make.kind === 'c-binary';

/** Says how much disk is needed and free; throws where it is not enough. */
async function checkDisk(missing: readonly Artifact[]): Promise<string> {
  const neededGib = missing.some(needsGo) ? COLD_DISK_GIB : WARM_DISK_GIB;
  await mkdir(cacheDirectory(), { recursive: true });
  const { bavail, bsize } = await statfs(cacheDirectory());
  const freeGib = (bavail * bsize) / GIB;
  if (freeGib >= neededGib) return `up to ${neededGib} GiB of disk may be needed, ${Math.floor(freeGib)} GiB are free`;
  throw new Error(
    `${cacheDirectory()} has ${freeGib.toFixed(1)} GiB free; building the lab's artifacts from nothing needs ${neededGib} GiB. ` +
      'Make room, or point SLIPWAY_CACHE_DIR to a larger disk.',
  );
}

async function fetchAll(missing: readonly Artifact[], downloads: Downloads, progress: Progress): Promise<void> {
  const download = createLane(DOWNLOADS_AT_ONCE);
  const unreachable = await settleAll(
    missing.map((artifact) =>
      download(async () => ((await tryDownload(artifact, downloads, progress)) ? [] : [artifact])),
    ),
  );
  const toMake = unreachable.flat();
  if (toMake.some(needsGo)) await assertGo();
  const compile = createLane(COMPILERS_AT_ONCE);
  const programs = groupByProgram(toMake);
  await settleAll([
    ...[...programs].map(([program, artifacts]) => compile(() => buildAndStore(program, artifacts, progress))),
    ...toMake.filter(({ make }) => !('program' in make) && make.kind !== 'edited').map((one) => store(one, progress)),
  ]);
  await settleAll(toMake.filter(({ make }) => make.kind === 'edited').map((artifact) => store(artifact, progress)));
}

async function tryDownload(artifact: Artifact, downloads: Downloads, progress: Progress): Promise<boolean> {
  let found = false;
  try {
    await storeArtifact(artifact.path, async (file) => {
      found = await downloads.fetchInto(artifact, file);
      if (!found) throw new NotOfficial();
    });
    progress.say(`  ✓ downloaded https://${artifact.path}`);
  } catch (error) {
    if (!(error instanceof NotOfficial)) throw error;
  }
  return found;
}

/** Leaves `storeArtifact` without anything stored. */
class NotOfficial extends Error {}

function programOf({ make }: Artifact): GoProgram | undefined {
  return 'program' in make ? make.program : undefined;
}

/** Artifacts by the program they are built from, longest build first. */
export function groupByProgram(artifacts: readonly Artifact[]): ReadonlyMap<GoProgram, readonly Artifact[]> {
  const groups = new Map<GoProgram, Artifact[]>();
  for (const artifact of artifacts) {
    const program = programOf(artifact);
    if (program !== undefined) groups.set(program, [...(groups.get(program) ?? []), artifact]);
  }
  return groups;
}

/** The binaries of a program that these artifacts are made of. */
export function binariesOf(artifacts: readonly Artifact[]): string[] {
  return artifacts.flatMap(({ make }) => {
    if (make.kind === 'go-binary') return [make.binary];
    return make.kind === 'go-archive' ? make.entries.map((entry) => entry.from) : [];
  });
}

async function buildAndStore(program: GoProgram, artifacts: readonly Artifact[], progress: Progress): Promise<void> {
  const title = `build ${program.name} ${program.version} with Go`;
  await progress.step(title, async (note) => {
    await buildGoProgram(program, binariesOf(artifacts), note);
    for (const artifact of artifacts) await storeArtifact(artifact.path, (file) => makeArtifact(artifact, file));
  });
}

async function store(artifact: Artifact, progress: Progress): Promise<void> {
  await progress.step(`make ${artifact.path.split('/').at(-1) ?? artifact.path}`, () =>
    storeArtifact(artifact.path, (file) => makeArtifact(artifact, file)),
  );
}
