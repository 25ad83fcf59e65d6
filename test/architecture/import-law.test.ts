import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const root = resolve(__dirname, '../..');

/** Per folder: imports that the law forbids, each for a reason of its own, and imports that it allows. */
const LAW = {
  'src/config/probe.ts': {
    forbidden: ["import { s } from '../ssh/x';", "import 'node:fs';", "import type { P } from '../plan/x';"],
    allowed: ["import { z } from 'zod';", "import { p } from './x';", "import { q } from './schema/x';"],
  },
  'src/resources/probe.ts': { forbidden: ["import type { C } from '../config/x';", "import 'node:os';"], allowed: [] },
  'src/plan/probe.ts': {
    forbidden: ["import { r } from '../remote/x';", "import 'node:fs';", "import { a } from '../resources/x';"],
    allowed: ["import { c } from '../config/x';", "import type { A } from '../resources/x';"],
  },
  'src/render/probe.ts': {
    forbidden: ["import { c } from '../config/x';", "import { s } from '../steps/x';", "import 'node:fs';"],
    allowed: [
      "import type { C } from '../config/x';",
      "import { k } from '../config/kubernetes-support';",
      "import { stringify } from 'yaml';",
    ],
  },
  'src/catalog/cni/probe.ts': {
    forbidden: ["import { s } from '../../ssh/x';", "import { r } from '../../remote/x';"],
    allowed: [
      "import { r } from '../../render/x';",
      "import type { C } from '../../config/x';",
      "import { k } from '../../config/kubernetes-support';",
    ],
  },
  'src/steps/probe.ts': {
    forbidden: ["import { r } from '../remote/x';", "import { c } from '../config/x';", "import 'node:fs';"],
    allowed: ["import { c } from '../catalog/x';", "import type { C } from '../config/x';"],
  },
  'src/ssh/probe.ts': {
    forbidden: ["import { r } from '../remote/x';", "import { z } from 'zod';"],
    allowed: ["import 'node:net';", "import 'ssh2';", "import type { C } from '../config/x';"],
  },
  'src/remote/probe.ts': {
    forbidden: ["import { a } from '../activities/x';", "import { c } from '../catalog/x';"],
    allowed: ["import { s } from '../ssh/x';", "import { r } from '../resources/x';"],
  },
  'src/activities/probe.ts': {
    forbidden: ["import { w } from '../workers/x';", "import '@temporalio/workflow';", "import '@temporalio/client';"],
    allowed: ["import '@temporalio/activity';", "import { p } from '../plan/x';", "import { r } from '../remote/x';"],
  },
  'src/workflows/probe.ts': {
    forbidden: [
      "import { a } from '../activities/x';",
      "import { p } from '../config/parse-cluster';",
      "import 'node:fs';",
      "import { z } from 'zod';",
      "import '@temporalio/worker';",
    ],
    allowed: ["import '@temporalio/workflow';", "import type { A } from '../activities/x';"],
  },
  'src/workers/probe.ts': {
    forbidden: ["import { w } from '../workflows/install-cluster';", "import { c } from '../cli/x';"],
    allowed: ["import { a } from '../activities/x';", "import '@temporalio/worker';"],
  },
  'src/client/probe.ts': {
    forbidden: ["import { s } from '../ssh/x';", "import '@temporalio/worker';", "import { i } from '../workflows';"],
    allowed: ["import { m } from '../workflows/messages';", "import '@temporalio/client';"],
  },
  'src/dev/probe.ts': {
    forbidden: ["import { c } from '../client';", "import 'commander';", "import type { C } from '../config/x';"],
    allowed: ["import 'node:fs';"],
  },
  'src/cli/probe.ts': {
    forbidden: ["import { s } from '../ssh/x';", "import '@temporalio/client';", "import { i } from '../workflows';"],
    allowed: ["import { c } from '../client';", "import { d } from '../dev/x';", "import 'commander';"],
  },
  'src/probe.ts': {
    forbidden: ["import { c } from './cli/x';", "import { d } from './dev/x';"],
    allowed: ["import { c } from './client';"],
  },
  'lab/probe.ts': {
    forbidden: [
      "import { s } from '../src/ssh/x';",
      "import { p } from '../src/plan/x';",
      "import { c } from '../src/cli/x';",
    ],
    allowed: ["import { s } from '../src/index';", "import { c } from '../src/client';", "import 'node:fs';"],
  },
  'test/faults/real/probe.ts': {
    forbidden: [
      "import { p } from '../../../src/plan/x';",
      "import { r } from '../../../src/remote/x';",
      "import { w } from '../../../src/workflows/x';",
    ],
    allowed: ["import { s } from '../../../src';", "import { d } from '../../../src/dev/dev-server/start';"],
  },
} as const;

const cases = Object.entries(LAW).flatMap(([file, { forbidden, allowed }]) => [
  ...forbidden.map((line) => ({ file, line, verdict: 'forbidden' as const })),
  ...allowed.map((line) => ({ file, line, verdict: 'allowed' as const })),
]);

let sandbox = '';
let verdicts = new Map<string, string[]>();

beforeAll(() => {
  sandbox = mkdtempSync(join(tmpdir(), 'slipway-law-'));
  copyFileSync(join(root, '.oxlintrc.json'), join(sandbox, '.oxlintrc.json'));
  symlinkSync(join(root, 'node_modules'), join(sandbox, 'node_modules'));
  for (const [index, { file, line }] of cases.entries()) {
    const path = join(sandbox, numbered(file, index));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${line}\n`);
  }
  verdicts = lint();
});
afterAll(() => rmSync(sandbox, { recursive: true, force: true }));

const numbered = (file: string, index: number) => file.replace('probe.ts', `probe-${index}.ts`);

/** Messages of the import law by file. */
function lint(): Map<string, string[]> {
  const { stdout } = spawnSync(join(root, 'node_modules/.bin/oxlint'), ['--format', 'json', 'src', 'lab', 'test'], {
    cwd: sandbox,
    encoding: 'utf8',
  });
  const { diagnostics } = JSON.parse(stdout) as {
    diagnostics: { code: string; severity: string; help?: string; filename: string }[];
  };
  const found = new Map<string, string[]>();
  for (const { code, severity, help = '', filename } of diagnostics) {
    if (!code.includes('no-restricted-imports') || severity !== 'error') continue;
    found.set(filename, [...(found.get(filename) ?? []), help]);
  }
  return found;
}

test.each(cases.map((one, index) => ({ ...one, index })))('$file: $line is $verdict', ({ file, verdict, index }) => {
  const messages = verdicts.get(numbered(file, index)) ?? [];
  if (verdict === 'allowed') expect(messages).toEqual([]);
  else expect(messages).toEqual([expect.stringMatching(/^Import law: /)]);
});

test('every folder of src has its law', () => {
  const folders = execFileSync('git', ['ls-files', 'src'], { cwd: root, encoding: 'utf8' })
    .split('\n')
    .flatMap((path) => (path.split('/').length > 2 ? [path.split('/')[1]] : []));
  const lawful = Object.keys(LAW).map((file) => file.split('/')[1]);
  for (const folder of new Set(folders)) expect(lawful).toContain(folder);
});

test('a dynamic import is under the law as well', () => {
  const path = join(sandbox, 'src/plan/dynamic.ts');
  writeFileSync(path, "export const load = () => import('../ssh/x');\n");
  expect(lint().get('src/plan/dynamic.ts')).toEqual([expect.stringMatching(/^Import law: plan/)]);
});

test('no source requires a module that the law would not see', () => {
  const requires = execFileSync('git', ['grep', '-nE', "require\\('\\.", '--', 'src'], { cwd: root, encoding: 'utf8' });
  for (const line of requires.trim().split('\n'))
    expect(line).toMatch(/^src\/cli\/program\/.*require\('\.\.\/commands\/[a-z-]+'\)/);
});
