import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Cluster, Node, SecretRef, SshHop } from '../config/cluster';
import type { SshTarget } from '../ssh/target';

/** The node of that name; throws TypeError when the cluster has none, which is a fault of the caller. */
export function nodeOf(cluster: Cluster, name: string): Node {
  const node = cluster.spec.nodes.find((each) => each.name === name);
  if (node === undefined) throw new TypeError(`cluster ${cluster.metadata.name} has no node ${name}`);
  return node;
}

/** The way into a node as the cluster file says, with `~/` resolved to this worker's home. No secret is read. */
export function sshTargetOf(cluster: Cluster, name: string): SshTarget {
  const { ssh } = nodeOf(cluster, name);
  const bastion = ssh.bastion && toHop(`${name}'s bastion`, ssh.bastion);
  return { ...toHop(name, ssh), sudo: toSudo(ssh.sudo), ...(bastion && { bastion }) };
}

function toHop(name: string, hop: SshHop): SshTarget {
  return {
    node: name,
    host: hop.host,
    port: hop.port,
    user: hop.user,
    auth: {
      ...(hop.privateKey && { privateKeyFile: onWorker(hop.privateKey.file) }),
      ...(hop.passphrase && { passphraseRef: secretOnWorker(hop.passphrase) }),
      ...(hop.agent && { agent: true }),
      ...(hop.password && { passwordRef: secretOnWorker(hop.password) }),
    },
    hostKey: {
      ...(hop.hostKeys.length > 0 && { pinned: hop.hostKeys }),
      knownHostsFile: onWorker(hop.knownHosts.file),
      trustOnFirstUse: hop.trustOnFirstUse,
    },
    sudo: { mode: 'none' },
  };
}

function toSudo(sudo: Node['ssh']['sudo']): SshTarget['sudo'] {
  return typeof sudo === 'string' ? { mode: sudo } : { mode: 'password', passwordRef: secretOnWorker(sudo.password) };
}

/** A secret of the cluster file as this worker reads it. */
export function secretOnWorker(secret: SecretRef): SecretRef {
  return 'file' in secret ? { file: onWorker(secret.file) } : secret;
}

/** A path of the cluster file as this worker opens it. */
export function onWorker(path: string): string {
  return path.startsWith('~/') ? join(homedir(), path.slice(2)) : path;
}
