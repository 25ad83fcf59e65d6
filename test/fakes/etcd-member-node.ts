import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { ExecOptions } from '../../src/ssh/session';
import { LocalNode } from './local-node';

const moved = ['/etc/etcd', '/var/lib/etcd'];

/**
 * A local node with an etcd of its own: the real program, on a loopback address of the node's own, run by as much of
 * systemd as its unit needs. Its directories are moved into the node's own; files belong to whoever runs the test.
 */
export class EtcdMemberNode extends LocalNode {
  override readonly node: string;

  constructor(name: string, program: string) {
    super();
    this.node = name;
    mkdirSync(this.where('/var/lib/etcd'), { recursive: true });
    mkdirSync(this.where('/etc/etcd'), { recursive: true });
    this.addCommand('chown', 'exit 0');
    this.addCommand('etcd', `exec ${program}`);
    this.addCommand('systemctl', systemctl);
  }

  override run(script: string, options?: ExecOptions) {
    return super.run(this.#relocate(script), options);
  }

  /** The environment file of the unit, as the step that installs etcd writes it. */
  configure(environment: string): void {
    writeFileSync(this.where('/etc/etcd/etcd.env'), this.#relocate(environment));
  }

  where(path: string): string {
    return this.path('root', path);
  }

  /** Ends etcd at once. */
  async kill(): Promise<void> {
    await this.run('[ ! -e "$LOCAL_NODE/etcd.pid" ] || kill -9 "$(cat "$LOCAL_NODE/etcd.pid")" 2>/dev/null; sleep 0.2');
  }

  /** What a new machine in the place of this one has: nothing. */
  async loseEverything(): Promise<void> {
    await this.kill();
    for (const path of ['/var/lib/etcd/member', '/etc/etcd/pki', '/etc/etcd/ca', '/etc/etcd/start.env'])
      rmSync(this.where(path), { recursive: true, force: true });
  }

  /** What the program said last. */
  get log(): string {
    return readFileSync(this.path('etcd.log'), 'utf8').split('\n').slice(-15).join('\n');
  }

  override async close(): Promise<void> {
    await this.kill();
    return super.close();
  }

  #relocate(text: string): string {
    return moved.reduce((all, directory) => all.replaceAll(directory, this.where(directory)), text);
  }
}

const systemctl = `
runs() { [ -e "$LOCAL_NODE/etcd.pid" ] && grep -qs '^State:[[:space:]]*[^ZX[:space:]]' "/proc/$(cat "$LOCAL_NODE/etcd.pid")/status"; }
case "$1" in
  is-active) if runs; then echo active; else echo inactive; fi ;;
  start)
    ! runs || exit 0
    set -a
    . "$LOCAL_NODE/root/etc/etcd/etcd.env"
    . "$LOCAL_NODE/root/etc/etcd/start.env"
    set +a
    setsid "$LOCAL_NODE/bin/etcd" </dev/null >>"$LOCAL_NODE/etcd.log" 2>&1 9>&- &
    echo $! >"$LOCAL_NODE/etcd.pid" ;;
esac`;
