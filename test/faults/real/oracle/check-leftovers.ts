import type { Question, Violations } from './question';

/** kubectl's cache of what kinds the API serves may stay until the next boot. */
const OWN = `
systemctl list-units --all --plain --no-legend 'slipway-op-*' | sed 's/^/a unit: /'
[ ! -e /run/slipway/lock ] || flock -n /run/slipway/lock true || echo 'the lock is held'
find /run/slipway -mindepth 1 ! -type d ! -name lock ! -name holder ! -path '*/refused/*' ! -path '*/kubectl/*' 2>/dev/null | sed 's/^/on tmpfs: /'
grep -q '"released":true' /var/lib/slipway/fence.json || echo 'the fence is not released'
pgrep -a kubeadm | sed 's/^/a process: /'
for operation in /var/lib/slipway/operations/*/; do
  [ -e "$operation/output" ] && [ ! -e "$operation/exit" ] && [ "$(cat "$operation/boot")" = "$(cat /proc/sys/kernel/random/boot_id)" ] &&
    echo "an operation without an end: $operation"
done
true`;

const SECRETS = [
  'kubectl --kubeconfig /etc/kubernetes/admin.conf -n kube-system get secrets',
  '-o go-template=\'{{range .items}}{{.type}} {{.metadata.name}}{{"\\n"}}{{end}}\'',
].join(' ');

/** What an install needs while it runs is gone: units, locks, material on tmpfs, tokens and certificates in the API. */
export async function checkLeftovers({ bench, nodes, controlPlanes }: Question): Promise<Violations> {
  const own = await Promise.all(
    nodes.map(async (node) => {
      const { exitCode, stdout, stderr } = await bench.lab.exec(node, ['sh', '-c', OWN]);
      if (exitCode !== 0) return [`${node} cannot be searched for leftovers: ${stderr.trim()}`];
      return stdout.split('\n').flatMap((line) => (line === '' ? [] : [`${node} is left with ${line}`]));
    }),
  );
  const { exitCode, stdout, stderr } = await bench.lab.exec(controlPlanes[0] ?? '', ['sh', '-c', SECRETS]);
  if (exitCode !== 0) return [`the Secrets cannot be listed: ${stderr.trim()}`];
  const secrets = stdout.split('\n').filter((line) => /^bootstrap\.kubernetes\.io\/token | kubeadm-certs$/.test(line));
  return [...own.flat(), ...secrets.map((secret) => `the API is left with the Secret ${secret}`)];
}
