import { setTimeout as sleep } from 'node:timers/promises';
import { pollUntil } from '../../../e2e/support/bench';
import type { FaultCase } from '../case';

const TTL_SECONDS = 30;
const LONGER_MS = 60_000;
const TIMEOUT_MS = 5 * 60_000;
const KUBECTL = 'kubectl --kubeconfig /etc/kubernetes/admin.conf -n kube-system';
const FIND_MATERIAL = `
${KUBECTL} get secrets --field-selector type=bootstrap.kubernetes.io/token -o name
${KUBECTL} get secret kubeadm-certs --ignore-not-found -o name`;
/** What makes the machines that are to join ask for an approval first: another cluster's, of which a CA is left. */
const LEFTOVER = `
systemctl disable --quiet --now haproxy keepalived 2>/dev/null
rm -rf /var/lib/slipway
mkdir -p /etc/kubernetes/pki && echo old >/etc/kubernetes/pki/ca.crt && echo old >/etc/kubernetes/pki/ca.key`;

/** A weekend in short: the token and the certificate key have long expired when somebody approves. */
export const longApprovalCases: readonly FaultCase[] = [
  {
    id: 'E1-approval-outlives-material',
    fault: 'E1',
    title:
      'a run waits at an approval for longer than token and certificate key live, then control planes and a worker join',
    controlPlanes: 3,
    workers: 1,
    startState: 'initialized',
    async run(bench) {
      await bench.employ();
      for (const machine of ['cp-2', 'cp-3', 'worker-1']) await bench.onMachine(machine, LEFTOVER);
      const material = { tokenTtlSeconds: TTL_SECONDS, certificateKeyTtlSeconds: TTL_SECONDS };
      const wanted = await bench.want({ spec: { joinMaterial: material } });
      const installing = bench.install(wanted, { allows: ({ gates }) => gates.length > 0 });
      installing.catch(() => undefined);
      const { slipway } = bench.temporal;
      const isAsked = ({ gates }: { gates: readonly unknown[] }) => gates.length > 0;
      const opens = pollUntil('the gate opens', TIMEOUT_MS, () => slipway.status(bench.clusterName), isAsked);
      const { gates } = await Promise.race([opens, installing.then(() => opens)]);
      await sleep(LONGER_MS);
      await bench.onMachine('cp-1', `${KUBECTL} delete secret kubeadm-certs --ignore-not-found`);
      const left = await pollUntil(
        'no material is left',
        TIMEOUT_MS,
        () => bench.onMachine('cp-1', FIND_MATERIAL),
        (names) => names === '',
      );
      if (left !== '') throw new Error(`material is left: ${left}`);
      const approvedAtMs = Date.now();
      await slipway.approve(bench.clusterName, { digest: gates[0]?.digest ?? '', who: 'test' });
      await installing;
      return {
        points: ['an approval after the end of token and certificate key'],
        recoveriesMs: [Date.now() - approvedAtMs],
      };
    },
  },
];
