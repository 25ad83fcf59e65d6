/**
 * Writes what is generated from the schema of the cluster file: schema/cluster.schema.json for editors and
 * docs/reference/cluster.md for people. With --check nothing is written; exit code 1 names what is stale.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { requireTypescript } from './load-typescript.mjs';
import { renderReference } from './render-reference.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { clusterJsonSchema } = requireTypescript(import.meta.url)('../src/config/schema-keys.ts');

function readText(file) {
  try {
    return readFileSync(join(root, file), 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function write(file, text) {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

const schema = { title: 'Slipway cluster', ...clusterJsonSchema() };
const files = {
  'schema/cluster.schema.json': `${JSON.stringify(schema, null, 2)}\n`,
  'docs/reference/cluster.md': renderReference(schema),
};
const stale = Object.keys(files).filter((file) => readText(file) !== files[file]);

if (process.argv.includes('--check')) {
  for (const file of stale) console.error(`${file} is stale; run: node scripts/generate-reference.mjs`);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  for (const file of stale) write(file, files[file]);
  console.log(stale.length > 0 ? `wrote ${stale.join(', ')}` : 'everything is up to date');
}
