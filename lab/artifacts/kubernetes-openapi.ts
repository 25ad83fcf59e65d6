import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../command';
import type { GoProgram } from './artifact';

/** Releases that do not ship the OpenAPI definitions of their API server, which make of their repository generates. */
export const WITHOUT_OPENAPI: readonly string[] = ['v1.17.4'];

/** Of a later time than those releases: theirs cannot read what today's compiler writes. */
export const openapiGenProgram: GoProgram = {
  name: 'openapi-gen',
  version: 'v0.0.0-20250710124328-f3f2b991d03b',
  require: ['k8s.io/kube-openapi v0.0.0-20250710124328-f3f2b991d03b', 'golang.org/x/tools v0.30.0'],
  packages: { 'openapi-gen': 'k8s.io/kube-openapi/cmd/openapi-gen' },
  ldflags: [],
};

const PACKAGE = 'k8s.io/kubernetes/pkg/generated/openapi';
const FILE = 'zz_generated.openapi.go';
const TAG = '+k8s:openapi-gen=true';

/** A writable copy of the module's sources, as `copy`: what is generated stands in its tree. */
export async function copySources(sources: string, copy: string): Promise<void> {
  if (existsSync(copy)) return;
  const partial = `${copy}.partial-${process.pid}`;
  await cp(sources, partial, { recursive: true });
  await run(['chmod', '-R', 'u+w', partial]);
  await rename(partial, copy);
}

/** The copy has its OpenAPI definitions. `module` is the directory of the module that replaces Kubernetes by the copy. */
export async function generateOpenApi(copy: string, module: string, generator: string): Promise<void> {
  const target = join(copy, 'pkg', 'generated', 'openapi', FILE);
  if (existsSync(target)) return;
  const env = { ...process.env, CGO_ENABLED: '0', GOFLAGS: `${process.env['GOFLAGS'] ?? ''} -mod=mod`.trim() };
  const scratch = join(module, 'openapi');
  await mkdir(scratch, { recursive: true });
  const header = join(scratch, 'header.txt');
  await writeFile(header, '');
  const output = ['--output-dir', scratch, '--output-pkg', PACKAGE, '--output-file', FILE];
  const notes = ['--go-header-file', header, '--report-filename', join(scratch, 'violations')];
  await run([generator, ...output, ...notes, ...(await listTagged(module, env))], { cwd: module, env });
  const text = await readFile(join(scratch, FILE), 'utf8');
  await writeFile(target, asOfThen(text));
}

/** The generator's own validation package is younger than the release, which has the same types from elsewhere; pure. */
export function asOfThen(text: string): string {
  return text.replaceAll('k8s.io/kube-openapi/pkg/validation/spec', 'github.com/go-openapi/spec');
}

/** Packages of the API server that ask for definitions. */
async function listTagged(module: string, env: NodeJS.ProcessEnv): Promise<string[]> {
  const list = ['go', 'list', '-e', '-deps', '-f', '{{.ImportPath}} {{.Dir}}', 'k8s.io/kubernetes/cmd/kube-apiserver'];
  const packages = (await run(list, { cwd: module, env })).trim().split('\n');
  const tagged: string[] = [];
  for (const line of packages.filter((each) => each.startsWith('k8s.io/'))) {
    const [path = '', directory = ''] = line.split(' ');
    const doc = await run(['sh', '-c', 'grep -lF -e "$1" "$2"/*.go || true', 'sh', TAG, directory]);
    if (doc !== '') tagged.push(path);
  }
  return tagged;
}
