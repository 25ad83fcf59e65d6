import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkHistories } from '../oracle/check-histories';
import type { FaultBench } from './fault-bench';

const TELL = `
journalctl -b --no-pager -o short-precise | tail -n 3000
for operation in /var/lib/slipway/operations/*/; do
  echo "=== $operation $(cat "$operation/exit" 2>/dev/null)"
  cat "$operation/output"
done
ls -lR /etc/kubernetes /var/lib/slipway /run/slipway
ps axww -o pid,ppid,stat,lstart,args
crictl pods 2>/dev/null`;

/** What helps to find out why a case has failed: histories and what the machines say, in the bench's directory. */
export async function keepEvidence(bench: FaultBench): Promise<void> {
  const directory = join(bench.directory, 'machines');
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  await checkHistories({ bench }).catch(() => undefined);
  for (const { name } of await bench.lab.machines()) {
    const { stdout, stderr } = await bench.lab.exec(name, ['sh', '-c', TELL]);
    writeFileSync(join(directory, `${name}.txt`), `${stdout}\n${stderr}`, { mode: 0o600 });
  }
}
