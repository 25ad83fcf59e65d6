import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../command';
import { type Package, renderPreparation } from './package';
import { SIGNER, signingEnvironment } from './signing';

/** The spec file of a package whose files are laid out in `tree` already; pure. */
export function renderSpec(one: Package, tree: string): string {
  const { name, version, release, summary, needs, files } = one;
  const preparation = renderPreparation(one);
  return [
    `Name: ${name}`,
    `Version: ${version}`,
    `Release: ${release}`,
    `Summary: ${summary}`,
    'License: Apache-2.0',
    'AutoReqProv: no',
    ...needs.map((each) => `Requires: ${each}`),
    '%description',
    summary,
    '%install',
    'mkdir -p %{buildroot}',
    `cp -a ${tree}/. %{buildroot}/`,
    ...(preparation === '' ? [] : ['%pre', preparation]),
    '%files',
    ...files.map(({ to }) => to),
    '',
  ].join('\n');
}

/** Programs are as they were built; nothing is stripped, compressed or searched for what it is linked to. */
const AS_THEY_ARE = [
  '__os_install_post %{nil}',
  'debug_package %{nil}',
  '_binary_payload w1.gzdio',
  '_build_id_links none',
];

/** Makes `<name>-<version>-<release>.x86_64.rpm` of a tree, signed, in `directory`; `scratch` is scratch space. */
export async function makeRpm(one: Package, tree: string, directory: string, scratch: string): Promise<void> {
  const spec = join(scratch, `${one.name}.spec`);
  await writeFile(spec, renderSpec(one, tree));
  const macros = [
    ...AS_THEY_ARE,
    `_topdir ${scratch}/rpmbuild`,
    `_rpmdir ${directory}`,
    '_build_name_fmt %%{NAME}-%%{VERSION}-%%{RELEASE}.%%{ARCH}.rpm',
  ];
  await run([
    'rpmbuild',
    '-bb',
    '--quiet',
    '--target',
    'x86_64',
    ...macros.flatMap((macro) => ['--define', macro]),
    spec,
  ]);
  const file = join(directory, `${one.name}-${one.version}-${one.release}.x86_64.rpm`);
  const signing = ['--define', `_gpg_name ${SIGNER}`, '--define', '__gpg /usr/bin/gpg'];
  await run(['rpmsign', ...signing, '--addsign', file], { env: signingEnvironment() });
}
