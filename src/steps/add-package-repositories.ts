import type { Resource } from '../resources/resource';
import { locateKey, repositoriesOf, type NodeRepository } from './repositories';
import { digest } from './stamp';
import { type BuildStep, osOf, type StepInput, type WorkerInputs } from './step-input';

/** The repositories of the cluster file, each with its own keys, and read since they are what they are; no others of ours. */
export const addPackageRepositories: BuildStep = (input) => {
  const os = osOf(input);
  const repositories = repositoriesOf(input.cluster, os, input.facts.os);
  const names = repositories.map(({ id }) => id).join(', ');
  return {
    name: 'add-package-repositories',
    title: names === '' ? 'Have no package repositories of ours' : `Add the package repositories ${names}`,
    resources: [
      {
        kind: 'package-sources',
        manager: os.packageManager,
        keep: repositories.flatMap(({ path, keys }) => [path, ...keys.map((key) => key.path)]),
        disruption: 'none',
      },
      ...repositories.flatMap((repository) => resourcesOf(repository, input)),
    ],
  };
};

function resourcesOf(repository: NodeRepository, input: StepInput): Resource[] {
  const files = [...keyFilesOf(repository, input.inputs), { path: repository.path, content: repository.content }];
  return [
    ...files.map((file): Resource => ({ kind: 'file', ...file, mode: '0644', disruption: 'none' })),
    {
      kind: 'package-index',
      manager: osOf(input).packageManager,
      repository: repository.id,
      stamp: digest(...files.flatMap(({ path, content }) => [path, content])),
      disruption: 'none',
    },
  ];
}

function keyFilesOf({ id, keys }: NodeRepository, { files }: WorkerInputs): { path: string; content: string }[] {
  return keys.map(({ path, key }) => {
    const content = files[locateKey(key)];
    if (content !== undefined) return { path, content };
    throw new Error(`a key of the repository ${id} was not read; read ${locateKey(key)} on the worker first`);
  });
}
