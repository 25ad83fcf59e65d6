/**
 * `npm test`: every check there is, on a fresh clone as well. A check that fails does not keep the others from running;
 * the last line counts all of them, each test one, each tool one. With --skip-e2e no cluster is installed, and those tests
 * count as skipped; with --long a cluster is grown, reset and fought over as well (`npm test -- --long`).
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SetUpError, checkMachine, ensureBuild, ensurePackages, root } from './set-up.mjs';

const TICK_MS = 30_000;
const INSTALL_TEST = 'test/e2e/install\\.test\\.ts$';
/** Long, and not about what every install goes through: `npm test` has them only when --long says so. */
const LONG_TESTS =
  'test/e2e/(change|external-etcd|external-members|kubeadm-versions|moved-etcd|pod-network|pod-network-backend|proxy|second-server|virtual-machines)\\.test\\.ts$';
const startMs = Date.now();
const total = { passed: 0, failed: 0, skipped: 0 };
const summary = [];
const results = mkdtempSync(join(tmpdir(), 'slipway-test-'));

process.on('exit', () => rmSync(results, { recursive: true, force: true }));
try {
  await runEverything();
} catch (error) {
  count('set-up', { failed: 1 }, Date.now());
  console.error(error instanceof SetUpError ? error.message : error.stack);
}
for (const line of summary) console.log(line);
console.log(`Took ${minutes(Date.now() - startMs)}.`);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 ? 1 : 0;

async function runEverything() {
  checkMachine();
  await ensurePackages(say);
  await ensureBuild(say);
  for (const name of ['format:check', 'lint', 'types', 'unused']) await check(name, ['npm', 'run', '--silent', name]);
  await check('temporal-cli', findTemporalCli);
  await jest('unit tests', 'unit', ['--maxWorkers=2']);
  await jest('simulated faults', 'simulated', ['--maxWorkers=2']);
  await jest('simulated faults through a Temporal server', 'through-temporal', []);
  const reason = process.argv.includes('--skip-e2e') ? '--skip-e2e was given' : built('lab/index.js').whyLabCannotRun();
  if (reason === undefined && (await check('lab artifacts', ['node', 'dist/lab/main.js', 'artifacts']))) {
    // The one whose figures have limits gets the machine to itself; the others wait more than they compute.
    await jest('e2e tests of an install', 'e2e', ['--runInBand', '--testPathPatterns', INSTALL_TEST]);
    const apart = [INSTALL_TEST, ...(process.argv.includes('--long') ? [] : [LONG_TESTS])];
    await jest('other e2e tests', 'e2e', ['--maxWorkers=2', '--testPathIgnorePatterns', ...apart]);
  } else {
    console.log(
      `\n${'!'.repeat(100)}\nNO END-TO-END TEST RUNS: ${reason ?? 'the lab artifacts are not there'}\n${'!'.repeat(100)}\n`,
    );
    // A pattern that no title matches: every end-to-end test is listed, none runs, each counts as skipped.
    await jest('e2e tests', 'e2e', ['--testNamePattern', '(?!)']);
  }
}

/** Runs a tool, or a function, that either passes or fails as a whole. */
async function check(name, work) {
  const begunMs = Date.now();
  say(`… ${name}`);
  const passed = typeof work === 'function' ? await work() : (await run(name, work)) === 0;
  count(name, passed ? { passed: 1 } : { failed: 1 }, begunMs);
  return passed;
}

async function findTemporalCli() {
  try {
    await built('src/dev/temporal-cli/find.js').findTemporalCli({ report: say });
    return true;
  } catch (error) {
    console.error(error.message);
    return false;
  }
}

function built(path) {
  return createRequire(import.meta.url)(join(root, 'dist', path));
}

/** Runs tests of a jest project; each of its tests counts, and so does a test file that cannot be run at all. */
async function jest(name, project, args) {
  const begunMs = Date.now();
  const outputFile = join(results, `${name.replaceAll(' ', '-')}.json`);
  say(`… ${name}`);
  // Temporal's native runtime keeps its threads after the last test, so jest alone would wait for ever.
  const command = ['npx', '--no-install', 'jest', '--selectProjects', project, '--forceExit', '--json'];
  command.push(`--outputFile=${outputFile}`);
  const code = await run(name, command.concat(args));
  count(name, readCounts(outputFile, code), begunMs);
}

function readCounts(file, code) {
  try {
    const report = JSON.parse(readFileSync(file, 'utf8'));
    const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
    return {
      passed: report.numPassedTests,
      failed: failed === 0 && code !== 0 ? 1 : failed,
      skipped: report.numPendingTests + report.numTodoTests,
    };
  } catch {
    return { failed: 1 };
  }
}

/** Runs a command with its output shown; resolves to its exit code. */
function run(name, [command, ...args]) {
  const begunMs = Date.now();
  const ticker = setInterval(() => say(`… ${name}, ${minutes(Date.now() - begunMs)}`), TICK_MS);
  return new Promise((resolve) => {
    // The JSON that jest also prints would drown everything else: its tests are told on standard error.
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', command === 'npx' ? 'ignore' : 'inherit', 'inherit'],
    });
    child.once('error', () => resolve(1));
    child.once('close', (code) => resolve(code ?? 1));
  }).finally(() => clearInterval(ticker));
}

function count(name, { passed = 0, failed = 0, skipped = 0 }, begunMs) {
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
  const line = `${failed > 0 ? '✗' : skipped > 0 ? '!' : '✓'} ${name}: ${passed} passed, ${failed} failed, ${skipped} skipped (${minutes(Date.now() - begunMs)})`;
  summary.push(line);
  say(line);
}

function say(line) {
  console.log(`[${minutes(Date.now() - startMs)}] ${line}`);
}

function minutes(ms) {
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}
