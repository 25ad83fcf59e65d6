import { attempt, run } from '../command';
import { gatewayOf, networkName } from './subnet';

/**
 * Rules that refuse what comes from the lab's machines, and not from this host itself, to these ports of its gateway;
 * in a table of the lab's own, so that nothing else of the host's firewall is touched. Pure.
 */
export function renderDirectWayRules(lab: string, network: string, ports: readonly number[]): string {
  const table = `table ip ${networkName(lab)}`;
  const packets = `iifname != "lo" ip saddr ${network}.0/24 ip daddr ${gatewayOf(network)}`;
  return `${table}
flush ${table}
${table} {
  chain input {
    type filter hook input priority filter - 1; policy accept;
    ${packets} tcp dport { ${ports.join(', ')} } counter reject with tcp reset
  }
}
`;
}

/** The lab's machines do not reach these ports of their gateway; this host does. */
export async function closeDirectWay(lab: string, network: string, ports: readonly number[]): Promise<void> {
  await run(['nft', '-f', '-'], { input: renderDirectWayRules(lab, network, ports) });
}

/** A host that has no nft has no rules of it. */
const REMOVE = 'command -v nft >/dev/null || exit 0; exec nft delete table ip "$1"';

/** Nothing stands between the lab's machines and their gateway. */
export async function openDirectWay(lab: string): Promise<void> {
  const removed = await attempt(['sh', '-c', REMOVE, 'sh', networkName(lab)]);
  if (removed.exitCode === 0 || removed.stderr.includes('No such file or directory')) return;
  throw new Error(`Cannot remove the firewall rules of lab ${lab}: ${removed.stderr.trim()}`);
}

/** How many packets have been refused on the direct way since it was closed. Throws where it is open. */
export async function countRefused(lab: string): Promise<number> {
  const listed = await run(['nft', 'list', 'chain', 'ip', networkName(lab), 'input']);
  return Number(/counter packets (\d+)/.exec(listed)?.[1]);
}
