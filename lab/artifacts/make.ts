import { copyFile, link, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../command';
import { writeArchive } from './archive';
import type { Artifact } from './artifact';
import { artifactFile } from './cache';
import { unpackDebianPackages } from './debian';
import { goBinaryFile, goModuleDirectory } from './go-build';

/** Makes an artifact as `file` from what is at hand; its Go binaries, or the artifact it is an edition of, must be there. */
export async function makeArtifact({ make }: Artifact, file: string): Promise<void> {
  switch (make.kind) {
    case 'go-binary':
      return linkOrCopy(goBinaryFile(make.program, make.binary), file);
    case 'go-archive':
      return writeArchive(
        file,
        make.entries.map(({ from, as }) => ({ from: goBinaryFile(make.program, from), as })),
      );
    case 'go-module-file':
      return copyFile(join(await goModuleDirectory(make.module, make.version), make.file), file);
    case 'edited': {
      const text = await readFile(artifactFile(make.of), 'utf8');
      return writeFile(file, text.replace(make.find, make.replacement));
    }
    case 'c-binary': {
      const source = join(await goModuleDirectory(make.module, make.version), make.file);
      const defines = make.defines.map((define) => `-D${define}`);
      await run(['gcc', '-Os', '-Wall', '-Werror', '-static', ...defines, '-s', '-o', file, source]);
      return undefined;
    }
    case 'debian-binary':
      return unpackDebianPackages([make.package], make.version, (tree) => copyFile(join(tree, make.from), file));
    case 'debian-archive':
      return unpackDebianPackages(make.packages, make.version, (tree) =>
        writeArchive(
          file,
          make.entries.map(({ from, as }) => ({ from: join(tree, from), as })),
        ),
      );
  }
}

async function linkOrCopy(from: string, to: string): Promise<void> {
  await rm(to, { force: true });
  await link(from, to).catch(() => copyFile(from, to));
}
