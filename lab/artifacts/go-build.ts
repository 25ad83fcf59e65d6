import { cp, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { attempt, run } from '../command';
import { cacheDirectory, sourceFile } from '../paths';
import type { GoProgram } from './artifact';
import { listReplacements, preferFirst, renderGoMod } from './go-mod';
import { WITHOUT_OPENAPI, copySources, generateOpenApi, openapiGenProgram } from './kubernetes-openapi';

export function goBuildArguments(program: GoProgram, packages: readonly string[]): string[] {
  const ldflags = ['-s', '-w', ...program.ldflags].join(' ');
  const tags = program.tags === undefined ? [] : ['-tags', program.tags.join(',')];
  return ['go', 'build', '-mod=mod', '-trimpath', '-v', ...tags, '-ldflags', ldflags, '-o', 'bin/', ...packages];
}

/** What `go build -o directory/` calls the binary of a package: the last element that is not a major version. */
export function defaultBinaryName(packagePath: string): string {
  return (
    packagePath
      .split('/')
      .filter((part) => !/^v\d+$/.test(part))
      .at(-1) ?? packagePath
  );
}

const directoryOf = (program: GoProgram) => join(cacheDirectory(), 'go', `${program.name}-${program.version}`);

/** Where a binary stands once `buildGoProgram` was asked for it. */
export const goBinaryFile = (program: GoProgram, binary: string) => join(directoryOf(program), 'bin', binary);

/**
 * Builds the named binaries of a program, together, so that what they share is compiled once.
 * Interrupted, it goes on where it was: compiled packages stay in Go's build cache.
 */
export async function buildGoProgram(
  program: GoProgram,
  binaries: readonly string[],
  note: (text: string) => void,
): Promise<void> {
  const directory = directoryOf(program);
  await mkdir(join(directory, 'bin'), { recursive: true });
  const own = await prepareOwnSources(program, binaries, directory);
  const replacements = preferFirst([...own, ...(await readReplacements(program))]);
  await writeFile(join(directory, 'go.mod'), renderGoMod(program, replacements));
  if (needsOpenApi(program, binaries)) await addOpenApi(directory, note);
  if (program.sources !== undefined) {
    await cp(sourceFile(program.sources), join(directory, program.sources), { recursive: true });
  }
  const packages = binaries.map((name) => program.packages[name]).filter((path) => path !== undefined);
  let compiled = 0;
  await run(goBuildArguments(program, packages), {
    cwd: directory,
    env: { ...process.env, CGO_ENABLED: program.cgo === true ? '1' : '0', GOOS: 'linux', GOARCH: 'amd64' },
    onErrorLine: (line) => {
      if (line.startsWith('go: downloading')) note(line.slice('go: '.length));
      else note(`${++compiled} packages compiled, last ${line}`);
    },
  });
  for (const name of binaries) {
    const built = defaultBinaryName(program.packages[name] ?? name);
    if (built !== name) await rename(join(directory, 'bin', built), join(directory, 'bin', name));
  }
}

/** Name of the copy of a module's sources beside the program's go.mod. */
const COPY = 'sources';

const needsOpenApi = ({ version }: GoProgram, binaries: readonly string[]) =>
  WITHOUT_OPENAPI.includes(version) && binaries.includes('kube-apiserver');

/** Replacements by a copy of a module's sources, where something must be generated into them or edited there. */
async function prepareOwnSources(
  program: GoProgram,
  binaries: readonly string[],
  directory: string,
): Promise<string[]> {
  const { replaceLike, edits = [] } = program;
  if (replaceLike === undefined || (edits.length === 0 && !needsOpenApi(program, binaries))) return [];
  const sources = await goModuleDirectory(replaceLike.module, replaceLike.version);
  await copySources(sources, join(directory, COPY));
  for (const { file, find, replacement } of edits) {
    const text = await readFile(join(sources, file), 'utf8');
    if (!text.includes(find)) throw new Error(`${replaceLike.module}: ${file} has no ${JSON.stringify(find)}.`);
    await writeFile(join(directory, COPY, file), text.replaceAll(find, replacement));
  }
  return [`${replaceLike.module} => ./${COPY}`];
}

async function addOpenApi(directory: string, note: (text: string) => void): Promise<void> {
  const [generator = ''] = Object.keys(openapiGenProgram.packages);
  await buildGoProgram(openapiGenProgram, [generator], note);
  note('generating OpenAPI definitions');
  await generateOpenApi(join(directory, COPY), directory, goBinaryFile(openapiGenProgram, generator));
}

async function readReplacements({ replace = [], replaceLike }: GoProgram): Promise<string[]> {
  if (replaceLike === undefined) return [...replace];
  const { GoMod } = await downloadModule(replaceLike.module, replaceLike.version);
  return preferFirst([...replace, ...listReplacements(await readFile(GoMod, 'utf8'), replaceLike)]);
}

/** Throws where there is no Go to build with. */
export async function assertGo(): Promise<void> {
  const isThere = await attempt(['go', 'version']).then(
    (result) => result.exitCode === 0,
    () => false,
  );
  if (isThere) return;
  throw new Error(
    'The official downloads cannot be reached from here, so the artifacts are built, and that needs Go 1.24 or newer: install it.',
  );
}

/** The directory of a module's sources in Go's module cache, downloaded when missing. */
export async function goModuleDirectory(module: string, version: string): Promise<string> {
  return (await downloadModule(module, version)).Dir;
}

async function downloadModule(
  module: string,
  version: string,
): Promise<{ readonly Dir: string; readonly GoMod: string }> {
  return JSON.parse(await run(['go', 'mod', 'download', '-json', `${module}@${version}`])) as {
    readonly Dir: string;
    readonly GoMod: string;
  };
}
