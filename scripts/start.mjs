/** `npm start`: from a fresh machine to an HA cluster. Sets the checkout up, then hands over to lab/start. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { SetUpError, checkMachine, ensureBuild, ensurePackages, root } from './set-up.mjs';

const say = (line) => process.stderr.write(`  ${line}\n`);

try {
  checkMachine();
  if (process.getuid?.() !== 0) {
    throw new SetUpError(
      'The test machines are privileged containers, so this needs root: run `sudo npm start`, or, on machines of your own, `npm run slipway -- install`.',
    );
  }
  await ensurePackages(say);
  await ensureBuild(say);
  process.exitCode = await handOver();
} catch (error) {
  process.stderr.write(`${error instanceof SetUpError ? error.message : error.stack}\n`);
  process.exitCode = 1;
}

/** Ctrl-C reaches the program itself, which ends cleanly; this process only waits for it. */
function handOver() {
  process.on('SIGINT', () => undefined);
  const child = spawn(process.execPath, [join(root, 'dist/lab/start/main.js'), ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 130));
  });
}
