import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const root = resolve(__dirname, '../..');

const tracked = (...paths: string[]) =>
  execFileSync('git', ['ls-files', ...paths], { cwd: root, encoding: 'utf8' })
    .split('\n')
    .filter((path) => path !== '' && existsSync(join(root, path)));
const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** Tests that are about something else than one source file. */
const CROSS_CUTTING = [
  'fakes',
  'architecture',
  'e2e',
  'faults',
  'guides',
  'matrix',
  'replay',
  'workflow',
  'workflows',
  'deploy',
  'scripts',
  'examples',
];

test('every test stands where its source does', () => {
  const strays = tracked('test/*.test.ts').filter((path) => {
    const subject = path.replace(/^test\//, '').replace(/\.test\.ts$/, '');
    if (!subject.includes('/') || CROSS_CUTTING.includes(subject.split('/')[0] ?? '')) return false;
    return !isSource(subject.startsWith('lab/') ? subject : `src/${subject}`);
  });
  expect(strays).toEqual([]);
});

/** A file of the same path, or the folder that a test covers as a whole. */
const isSource = (subject: string) =>
  [`${subject}.ts`, subject, dirname(subject)].some((path) => existsSync(join(root, path)));

test('no file is longer than 300 lines, and most are under 100', () => {
  const sizes = tracked('src/*.ts', 'lab/*.ts').map((path) => ({ path, lines: read(path).split('\n').length - 1 }));
  expect(sizes.filter(({ lines }) => lines > 300)).toEqual([]);
  const middle = sizes.map(({ lines }) => lines).toSorted((left, right) => left - right)[Math.floor(sizes.length / 2)];
  expect(middle).toBeLessThan(100);
});

test('the lock file names no registry, and packages come from nowhere else', () => {
  const lock = JSON.parse(read('package-lock.json')) as {
    packages: Record<string, { resolved?: string; version?: string }>;
  };
  const entries = Object.entries(lock.packages).filter(([path]) => path !== '');
  expect(entries.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
  expect(entries.filter(([, { version }]) => version === undefined)).toEqual([]);
  expect(read('.npmrc')).toContain('omit-lockfile-registry-resolved=true');
  expect(read('.npmrc')).not.toMatch(/registry\s*=|_auth/);
});

test('the lock file has every package that another one may want, so that npm ci takes it', () => {
  interface Package {
    readonly dependencies?: Record<string, string>;
    readonly optionalDependencies?: Record<string, string>;
  }
  const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, Package> };
  const missing = Object.entries(packages).flatMap(([path, { dependencies, optionalDependencies }]) =>
    Object.keys({ ...dependencies, ...optionalDependencies })
      .filter((name) => !canResolve(packages, path, name))
      .map((name) => `${name}, wanted by ${path}`),
  );
  expect(missing).toEqual([]);
});

/** As Node finds it: in the package's own node_modules, then in those above. */
function canResolve(packages: Readonly<Record<string, unknown>>, from: string, name: string): boolean {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    if (`${folder === '' ? '' : `${folder}/`}node_modules/${name}` in packages) return true;
    if (folder === '' || !folder.includes('/node_modules/')) return `node_modules/${name}` in packages;
  }
}

test('nothing in the product knows the lab', () => {
  const mentions = tracked('src/*.ts').filter((path) => /['"`][^'"`\n]*\blab\//.test(read(path)));
  expect(mentions).toEqual([]);
});
