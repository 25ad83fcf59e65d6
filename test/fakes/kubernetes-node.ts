import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ExecOptions } from '../../src/ssh/session';
import { LocalNode } from './local-node';

/** Directories of Kubernetes that a `KubernetesNode` has to itself. */
const moved = ['/etc/kubernetes', '/var/lib/kubelet', '/var/lib/etcd', '/var/log/pods'];

/** A local node whose Kubernetes directories are moved into its own too; `journalctl` says what it is told to. */
export class KubernetesNode extends LocalNode {
  constructor() {
    super();
    this.addCommand('journalctl', 'cat "$LOCAL_NODE/journal" 2>/dev/null');
  }

  override run(script: string, options?: ExecOptions) {
    return super.run(
      moved.reduce((text, directory) => text.replaceAll(directory, this.path('root', directory)), script),
      options,
    );
  }

  /** Writes a file of the node, by its path there. */
  put(path: string, content: string): void {
    const file = this.where(path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }

  /** Where a path of the node is on this machine. */
  where(path: string): string {
    return this.path('root', path);
  }
}
