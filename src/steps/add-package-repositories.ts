import type { Resource } from '../resources/resource';
import { locateKey, repositoriesOf, type NodeRepository } from './repositories';
import { digest } from './stamp';
import { type BuildStep, osOf, type WorkerInputs } from './step-input';

/** The repositories of the cluster file, each with its own keys, and read since they are what they are. */
export const addPackageRepositories: BuildStep = (input) => {
  const os = osOf(input);
  const repositories = repositoriesOf(input.cluster, os);
  if (repositories.length === 0) return undefined;
  return {
    name: 'add-package-repositories',
    title: `Add the package repositories ${repositories.map(({ id }) => id).join(', ')}`,
    resources: repositories.flatMap((repository): Resource[] => {
      const files = [...keyFilesOf(repository, input.inputs), { path: repository.path, content: repository.content }];
      return [
        ...files.map((file): Resource => ({ kind: 'file', ...file, mode: '0644', disruption: 'none' })),
        {
          kind: 'package-index',
          manager: os.packageManager,
          repository: repository.id,
          stamp: digest(...files.flatMap(({ path, content }) => [path, content])),
          disruption: 'none',
        },
      ];
    }),
  };
};

function keyFilesOf({ id, keys }: NodeRepository, { files }: WorkerInputs): { path: string; content: string }[] {
  return keys.map(({ path, key }) => {
    const content = files[locateKey(key)];
    if (content !== undefined) return { path, content };
    throw new Error(`a key of the repository ${id} was not read; read ${locateKey(key)} on the worker first`);
  });
}
