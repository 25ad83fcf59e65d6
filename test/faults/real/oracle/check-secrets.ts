import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ALLOWED_PLACES } from '../../../e2e/support/allowed-places';
import { type Canaries, collectCanaries } from '../../../e2e/support/canaries';
import { type Hit, searchDirectory, searchMachine } from '../../../e2e/support/scan';
import type { Question, Violations } from './question';

/** No secret stands in histories, the database, logs, or command lines; none on a disk but where its owner keeps it. */
export async function checkSecrets({ bench, nodes, samples }: Question): Promise<Violations> {
  const { lab, directory, startedAtMs } = bench;
  const canaries = await collectCanaries(lab, samples);
  const shown = [...samples].flatMap(([, { argv, environ }]) => [...argv, ...environ]);
  writeFileSync(join(directory, 'processes.txt'), shown.join('\n'), { mode: 0o600 });
  const onHost = await searchDirectory(directory, canaries.keys());
  const onDisks = await Promise.all(
    nodes.map(async (node) => {
      // What was there before the case is not looked at, but for this: what is at home somewhere must be found there.
      await bench.onMachine(node, 'touch /var/lib/kubelet/pki/*.pem');
      const hits = await searchMachine(lab, node, canaries.keys(), startedAtMs);
      if (!hits.some(({ path }) => path.startsWith('/var/lib/kubelet/pki/')))
        return [`the search of ${node} does not find what is there`];
      return describe(hits.filter(isStray), canaries).map((stray) => `${node}: ${stray}`);
    }),
  );
  return [
    ...['bootstrap token', 'certificate key'].flatMap((kind) =>
      [...canaries.values()].includes(kind) ? [] : [`no ${kind} was ever seen, so none was searched for`],
    ),
    ...describe(onHost, canaries),
    ...onDisks.flat(),
  ];
}

const isStray = ({ path: file }: Hit) => !ALLOWED_PLACES.some(({ path }) => path.test(file));

/** Files and kinds of secrets, without the secrets. */
function describe(hits: readonly Hit[], canaries: Canaries): string[] {
  return hits.map(({ path, text }) => `${path} holds a ${canaries.get(text) ?? 'secret'}`);
}
