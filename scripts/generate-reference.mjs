/**
 * Writes what is generated from the sources: schema/cluster.schema.json for editors, and for people the pages of
 * docs/reference and docs/resume-rules.md. With --check nothing is written; exit code 1 names what is stale.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { requireTypescript } from './load-typescript.mjs';
import { renderKubernetes } from './render-kubernetes.mjs';
import { renderPatience } from './render-patience.mjs';
import { renderReference } from './render-reference.mjs';
import { renderResumeRules } from './render-resume-rules.mjs';
import { resumeCases } from './resume-cases.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const require = requireTypescript(import.meta.url);
const { clusterJsonSchema } = require('../src/config/schema-keys.ts');
const { failureRules } = require('../src/activities/failures.ts');
const { WAITING_STATES } = require('../src/workflows/waiting-states.ts');
const kubernetesSupport = require('../src/config/kubernetes-support.ts');
const { KUBERNETES_RANGES } = require('../src/config/kubernetes-ranges.ts');
const releases = require('../src/catalog/kubernetes/releases.ts');
const timeouts = require('../src/workflows/timeouts.ts');
const kubeadmStates = require('../test/fakes/kubeadm-states.ts');
const plan = {
  ...require('../src/plan/kubeadm/decide-init.ts'),
  ...require('../src/plan/kubeadm/decide-control-plane-join.ts'),
  ...require('../src/plan/kubeadm/decide-worker-join.ts'),
  ...require('../src/plan/kubeadm/leavings.ts'),
  ...require('../src/plan/kubeadm/phases.ts'),
};

/** Those that end-to-end tests and the fault suite install, cut off and resume on real machines. */
const RAN_VERSIONS = ['v1.34.4', 'v1.33.13', 'v1.29.6'];

/** A check of every guide says in the end at which version all nodes are Ready. */
function listGuideVersions() {
  const { results } = JSON.parse(readText('docs/guides/results.json'));
  const said = results.flatMap(({ checks }) => checks.filter(({ passed }) => passed).map((check) => check.said));
  return said.flatMap((each) => /^\d+ nodes Ready, (v\d+\.\d+\.\d+)$/.exec(each)?.[1] ?? []);
}

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
  'docs/reference/kubernetes.md': renderKubernetes({
    support: {
      rows: kubernetesSupport.listKubernetesSupport(),
      refused: kubernetesSupport.REFUSED_RELEASES,
      minorOf: kubernetesSupport.minorOf,
    },
    plan,
    ranges: KUBERNETES_RANGES,
    tagsOf: releases.componentTags,
    lastRelease: releases.newestReleaseOf,
    ranVersions: [...new Set([...RAN_VERSIONS, ...listGuideVersions()])],
  }),
  'docs/reference/patience.md': renderPatience({
    timeouts,
    waitingStates: WAITING_STATES,
    failureRules,
    schema,
    source: join(root, 'src'),
  }).concat('\n'),
  'docs/resume-rules.md': renderResumeRules({
    plan,
    cases: resumeCases(kubeadmStates),
    caHash: kubeadmStates.CA_HASH,
    support: kubernetesSupport.kubernetesSupport(RAN_VERSIONS[0]),
    ranVersions: RAN_VERSIONS,
  }),
};
const stale = Object.keys(files).filter((file) => readText(file) !== files[file]);

if (process.argv.includes('--check')) {
  for (const file of stale) console.error(`${file} is stale; run: node scripts/generate-reference.mjs`);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  for (const file of stale) write(file, files[file]);
  console.log(stale.length > 0 ? `wrote ${stale.join(', ')}` : 'everything is up to date');
}
