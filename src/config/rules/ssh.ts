import type { Node, SshHop } from '../cluster';
import type { Finding } from '../problems/problem';
import { nodePath, type Rule } from './rule';

/** Every hop can be logged in to, and root can be reached on the node. */
export const sshAccess: Rule = {
  reads: ['spec.ssh', 'spec.nodeGroups', 'spec.nodes.ssh'],
  check: ({ cluster }) => cluster.spec.nodes.flatMap((node, index) => checkNode(node, index)),
};

function checkNode({ ssh }: Node, index: number): Finding[] {
  const path = nodePath(index, 'ssh');
  const hops = [...checkHop(ssh, path), ...(ssh.bastion ? checkHop(ssh.bastion, [...path, 'bastion']) : [])];
  if (ssh.sudo !== 'none' || ssh.user === 'root') return hops;
  return [
    ...hops,
    {
      path: [...path, 'sudo'],
      message: `the user ${ssh.user} is not root and has no sudo`,
      accepted: 'passwordless, or a password by reference',
    },
  ];
}

function checkHop(hop: SshHop, path: readonly (string | number)[]): Finding[] {
  if (!hop.agent && hop.privateKey === undefined && hop.password === undefined) {
    return [
      { path, message: `there is no way to log in to ${hop.host}`, accepted: 'privateKey, agent: true, or password' },
    ];
  }
  if (hop.passphrase === undefined || hop.privateKey !== undefined) return [];
  return [
    {
      path: [...path, 'passphrase'],
      message: 'a passphrase without a private key',
      accepted: 'a passphrase beside privateKey',
    },
  ];
}
