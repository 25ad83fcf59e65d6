import type { Resource, Step } from '../../src/resources/resource';

const subjects: { [K in Resource['kind']]: (resource: Extract<Resource, { kind: K }>) => string } = {
  file: ({ path }) => path,
  directory: ({ path }) => path,
  absent: ({ path }) => path,
  unit: ({ name, enabled, active = '-', takeUp = 'restart' }) =>
    `${name} enabled=${enabled} active=${active} ${takeUp}`,
  package: ({ name, version, hold }) => `${name}${version === undefined ? '' : `=${version}`}${hold ? ' held' : ''}`,
  'package-index': ({ repository }) => repository,
  'package-sources': ({ keep }) => `of ours: ${keep.join(' ') || 'none'}`,
  artifact: ({ title, install }) => `${title} -> ${install.as === 'binary' ? install.path : install.into}`,
  sysctl: ({ key, value }) => `${key}=${value}`,
  'kernel-module': ({ name }) => name,
  swap: ({ state }) => state,
  hostname: ({ name }) => name,
  firewall: ({ ports, trusted }) => [...ports, ...trusted].join(' '),
  hosts: ({ entries }) => entries.map(({ address, names }) => `${address}=${names.join('+')}`).join(' '),
  image: ({ reference, client }) => `${reference} by ${client}`,
  command: ({ title }) => title,
};

/** What a resource is about, in one word or two. */
export function subjectOf(resource: Resource): string {
  return (subjects[resource.kind] as (resource: Resource) => string)(resource);
}

/** One line a resource, under the title of its step. */
export function summarize(steps: readonly Step[]): string {
  return steps
    .map(({ name, title, resources }) => {
      const lines = resources.map((each) => `  ${each.kind} ${subjectOf(each)} [${each.disruption}]\n`);
      return `${name}: ${title}\n${lines.join('')}`;
    })
    .join('\n');
}
