import type { NodeFacts } from '../facts';
import type { PreflightFinding } from '../preflight-finding';
import { type ClusterRule, type NodeContext, yoursToFix } from './rule';

interface Identity {
  readonly id: string;
  readonly name: string;
  readonly of: (facts: NodeFacts, context: NodeContext) => string | undefined;
  readonly fix: string;
}

const identities: readonly Identity[] = [
  {
    id: 'machine-id-duplicate',
    name: 'machine-id',
    of: ({ machineId }) => machineId,
    fix: 'Remove /etc/machine-id on one of them and run systemd-machine-id-setup, then reboot it.',
  },
  {
    id: 'product-uuid-duplicate',
    name: 'product_uuid',
    of: ({ productUuid }) => productUuid,
    fix: 'Give each virtual machine a UUID of its own, or ignore product-uuid-duplicate where containers share a host.',
  },
  {
    id: 'mac-duplicate',
    name: 'MAC address',
    of: ({ interfaces }, { node }) =>
      interfaces.find(({ addresses }) => addresses.some((cidr) => cidr.split('/')[0] === node.address))?.mac,
    fix: 'Give each machine a MAC address of its own.',
  },
];

/** What the kubelet, DHCP and pod networks take for unique. */
export const identity: ClusterRule = ({ nodes }) => identities.flatMap((kind) => findDuplicates(kind, nodes));

function findDuplicates({ id, name, of, fix }: Identity, nodes: readonly NodeContext[]): PreflightFinding[] {
  const byValue = new Map<string, string[]>();
  for (const context of nodes) {
    const value = of(context.facts, context);
    if (value) byValue.set(value, [...(byValue.get(value) ?? []), context.node.name]);
  }
  return [...byValue].flatMap(([value, names]) =>
    names.slice(1).map((node) => ({
      node,
      ...yoursToFix(id, `${name} ${value} is also that of ${names.filter((other) => other !== node).join(', ')}`, fix),
    })),
  );
}
