import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { allTraces, runtimeTraces } from '../../src/catalog/traces';
import { readTraces, traceLibrary } from '../../src/remote/traces';
import { wipeScript } from '../../src/remote/wipe';
import { singleCluster } from './clusters';

const fence = { clusterUid: 'uid-1', epoch: 1 };
const request = { ...allTraces(), podSubnets: ['10.244.0.0/16'], runtimes: runtimeTraces(singleCluster()) };

/** Places of a machine that the scripts name, each moved below a directory of the test. */
const PLACES = [
  '/etc/kubernetes',
  '/etc/cni',
  '/var/lib/',
  '/var/run/kubernetes',
  '/var/log/',
  '/run/',
  '/opt/cni',
  '/root/',
  '/home/',
  '/sys/class/net',
  '/proc/',
];

/** A machine made of files, and of commands that do what the test says, on which traces are looked for and cleared for real. */
export class TracedMachine {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'slipway-traces-')));

  constructor() {
    for (const command of [
      'systemctl',
      'ctr',
      'crictl',
      'docker',
      'pgrep',
      'ip',
      'nft',
      'ipvsadm',
      'ipset',
      'kubeadm',
      'iptables-save',
      'ip6tables-save',
      'iptables-restore',
      'ip6tables-restore',
      'umount',
    ])
      this.command(command, 'exit 1');
    this.command('iptables-legacy-save', 'exit 1');
    this.write('/proc/mounts', '');
    mkdirSync(this.at('/sys/class/net/eth0'), { recursive: true });
  }

  at(path: string): string {
    return join(this.root, path);
  }

  write(path: string, content = 'x\n'): void {
    mkdirSync(dirname(this.at(path)), { recursive: true });
    writeFileSync(this.at(path), content);
  }

  /** What the machine does when it is called; every call is kept. */
  command(name: string, script: string): void {
    mkdirSync(join(this.root, 'bin'), { recursive: true });
    writeFileSync(join(this.root, 'bin', name), `#!/bin/sh\necho "${name} $*" >>'${this.root}/calls'\n${script}\n`);
    chmodSync(join(this.root, 'bin', name), 0o755);
  }

  get calls(): string[] {
    return existsSync(this.at('calls')) ? readFileSync(this.at('calls'), 'utf8').trim().split('\n') : [];
  }

  has(path: string): boolean {
    return existsSync(this.at(path));
  }

  list() {
    return readTraces(this.run(`${traceLibrary(request)}\nlist_traces`).replaceAll(this.root, ''));
  }

  names(): string[] {
    return this.list().map(({ what }) => what);
  }

  /** What the wipe said, line by line, with its exit code as the last. */
  wipe(by: { readonly clusterUid: string; readonly epoch: number } = fence): string[] {
    const said = this.run(
      wipeScript({ ...request, criSocket: 'unix:///run/cri.sock', fence: by }).replace(
        /exit (\d)/g,
        '{ echo "exit $1"; exit 0; }',
      ),
    );
    return said.replaceAll(this.root, '').trim().split('\n');
  }

  close(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  run(script: string): string {
    const moved = PLACES.reduce(
      (text, place) => text.replaceAll(new RegExp(`(?<![\\w.])${place}`, 'g'), this.at(place)),
      script,
    );
    const env = { PATH: `${join(this.root, 'bin')}:/usr/bin:/bin`, LC_ALL: 'C' };
    return execFileSync('/bin/sh', { input: moved, env, encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'] });
  }
}
