import type { Resource, Step } from '../../src/resources/resource';
import { subjectOf } from '../fakes/step-summary';
import { findEmpty, readFile } from './read-file';

type Checks = { [Kind in Resource['kind']]?: (resource: Extract<Resource, { kind: Kind }>) => string[] };

const MODE = /^0[0-7]{3}$/;
const PATH = /^(?:\/[A-Za-z0-9._@+:-]+)+$/;
const URL = /^https?:\/\/[^\s{}]+$/;
const SUM = /^[0-9a-f]{64}$/;
/** A tag or a digest belongs to it: no image changes under a node's feet. */
const IMAGE = /^[a-z0-9.-]+(?::\d+)?(?:\/[a-z0-9._-]+)+(?::[A-Za-z0-9_][A-Za-z0-9._-]*|@sha256:[0-9a-f]{64})$/;
/** What JavaScript puts where a value is missing. */
const NO_VALUE = /\bundefined\b|\[object |\bNaN\b/;

const matches = (pattern: RegExp, what: string, value: string) =>
  pattern.test(value) ? [] : [`its ${what} is ${JSON.stringify(value)}`];

const checkPath = ({ path }: { readonly path: string }) => matches(PATH, 'path', path);

const CHECKS: Checks = {
  file: ({ path, mode, content }) => [
    ...checkPath({ path }),
    ...matches(MODE, 'mode', mode),
    ...checkContent(path, content),
  ],
  directory: ({ path, mode }) => [...checkPath({ path }), ...matches(MODE, 'mode', mode)],
  absent: checkPath,
  unit: ({ name, stamp }) => [
    ...matches(/^[a-z][a-z0-9-]*\.(?:service|socket)$/, 'name', name),
    ...(stamp === undefined ? [] : matches(SUM, 'stamp', stamp)),
  ],
  package: ({ name }) => matches(/^(?:[A-Za-z0-9][A-Za-z0-9.+_-]*|\/usr\/bin\/[a-z]+)$/, 'name', name),
  artifact: ({ title, url, sha256, install }) => [
    ...matches(/ v?\d+\.\d+\.\d+/, 'title', title),
    ...matches(URL, 'url', url),
    ...matches(SUM, 'checksum', sha256),
    ...(install.as === 'binary'
      ? [...checkPath(install), ...matches(MODE, 'mode', install.mode)]
      : [
          ...checkPath({ path: install.into }),
          ...(install.members.length > 0 ? [] : ['the archive brings nothing']),
          ...install.members.flatMap((member) => matches(/^[A-Za-z0-9]\S*$/, 'member', member)),
        ]),
  ],
  sysctl: ({ key, value }) => [...matches(/^[a-z][\w.-]+$/, 'key', key), ...matches(/^-?\d/, 'value', value)],
  'kernel-module': ({ name }) => matches(/^[a-z][a-z0-9_]*$/, 'name', name),
  firewall: ({ ports }) => ports.flatMap((port) => matches(/^(?:\d+(?:-\d+)?\/(?:tcp|udp)|vrrp|ipip)$/, 'port', port)),
  image: ({ reference }) => matches(IMAGE, 'reference', reference),
  command: ({ check, apply }) => (check.trim() === '' || apply.trim() === '' ? ['it has no script'] : []),
};

/** What is wrong with a step by itself. */
export function checkStep(step: Step): string[] {
  const { name, title, resources } = step;
  return [
    ...matches(/^[a-z]+(?:-[a-z0-9]+)*$/, 'name', name),
    ...(title.trim() === '' || resources.length === 0 ? ['it has no title, or nothing to do'] : []),
    ...resources.flatMap((resource) => {
      const check = CHECKS[resource.kind] as ((each: Resource) => string[]) | undefined;
      const faults = [...(check?.(resource) ?? []), ...checkValues(resource)];
      return faults.map((fault) => `${resource.kind} ${subjectOf(resource)}: ${fault}`);
    }),
  ].map((fault) => `${name}: ${fault}`);
}

function checkValues(value: unknown): string[] {
  const found = NO_VALUE.exec(JSON.stringify(value));
  return found === null ? [] : [`it says ${found[0]}`];
}

function checkContent(path: string, content: string): string[] {
  try {
    const empty = findEmpty(readFile(path, content));
    const end = content.endsWith('\n') ? [] : ['its last line has no end'];
    return [...end, ...empty.map((at) => `${at} is empty`)];
  } catch (error) {
    return [`it cannot be read: ${(error as Error).message}`];
  }
}
