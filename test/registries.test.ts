import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { catalog } from '../src/catalog/catalog';
import { BUILT_IN_CATALOG } from '../src/config/schema';
import { registry } from '../src/steps/registry';
import { GOLDEN_DIRECTORY } from './fakes/goldens';

const ROOT = join(__dirname, '..');

/** Names, without their ending, of the files directly in a directory under src. */
function modulesIn(directory: string): string[] {
  return readdirSync(join(ROOT, 'src', directory), { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => basename(name, '.ts'))
    .toSorted();
}

const toKebabCase = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

describe.each(Object.entries(catalog))('the catalog of %s', (kind, entries) => {
  it('has every file of its directory', () => {
    const files = modulesIn(`catalog/${toKebabCase(kind)}`).filter((name) => name !== 'kind');
    expect(Object.keys(entries).toSorted()).toEqual(files);
  });
});

describe.each(Object.entries(BUILT_IN_CATALOG))('the schema of %s', (kind, names) => {
  it('accepts what the catalog has', () => {
    expect(Object.keys(catalog[kind as keyof typeof BUILT_IN_CATALOG]).toSorted()).toEqual([...names].toSorted());
  });
});

describe('the registry of steps', () => {
  it('has every file that builds a step, under one name', () => {
    const builders = modulesIn('steps').filter((name) =>
      /export const \w+: BuildStep\b/.test(readFileSync(join(ROOT, 'src', 'steps', `${name}.ts`), 'utf8')),
    );
    const registered = Object.values(registry).flatMap((steps) => steps.map((step) => toKebabCase(step.name)));
    expect(registered.toSorted()).toEqual(builders);
  });
});

describe('the goldens', () => {
  const directories = readdirSync(GOLDEN_DIRECTORY);

  it('has a directory for every file that is rendered onto a node', () => {
    expect(modulesIn('render').filter((name) => !directories.includes(name))).toEqual([]);
  });

  it('has one for every catalog entry that puts something of its own onto nodes or into the cluster', () => {
    const EMPTY = ['none', 'external', 'manifest', 'cilium'];
    for (const kind of ['cni', 'load-balancer']) {
      const entries = modulesIn(`catalog/${kind}`).filter((name) => name !== 'kind' && !EMPTY.includes(name));
      expect(readdirSync(join(GOLDEN_DIRECTORY, kind)).toSorted()).toEqual(entries);
    }
  });

  it('has no directory that no test names', () => {
    const tests = testsUnder('.').map((path) => readFileSync(join(__dirname, path), 'utf8'));
    const isNamed = (name: string) => tests.some((text) => text.includes(`'${name}'`) || text.includes(`'${name}/`));
    expect(directories.filter((name) => !isNamed(name))).toEqual([]);
  });
});

describe('the tests of render, catalog and steps', () => {
  it('stand where their sources do', () => {
    const sources = ['render', 'catalog', 'steps'].flatMap((part) =>
      testsUnder(part).map((path) => join(part, path.replace(/\.test\.ts$/, '.ts'))),
    );
    expect(sources.filter((path) => !existsSync(join(ROOT, 'src', path)))).toEqual([]);
  });
});

function testsUnder(directory: string): string[] {
  return readdirSync(join(__dirname, directory), { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.test.ts'),
  );
}
