/** `node run-typescript.mjs <file.ts> [arguments]`: runs a program of the checkout as it is, without a build of its own. */
import { resolve } from 'node:path';
import { requireTypescript } from './load-typescript.mjs';

const [file, ...args] = process.argv.slice(2);
const program = resolve(file ?? '');
process.argv = [process.argv[0], program, ...args];
requireTypescript(import.meta.url)(program);
