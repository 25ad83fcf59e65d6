import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { catalog } from '../../src/catalog/catalog';
import { keepTime } from '../../src/steps/keep-time';
import { NO_WORKER_INPUTS } from '../../src/steps/step-input';
import { haCluster, nodeOf } from '../fakes/clusters';
import { factsOf } from '../fakes/step-facts';

const resourcesOf = (name: string, time: object) => {
  const cluster = haCluster({ time });
  const node = nodeOf(cluster, name);
  return keepTime({ cluster, node, facts: factsOf(node, 'rocky'), inputs: NO_WORKER_INPUTS, catalog })?.resources;
};
const configurationOf = (name: string, time: object) =>
  resourcesOf(name, time)?.flatMap((each) => (each.kind === 'file' ? [each.path, ...serversIn(each.content)] : []));
const waitsOf = (name: string, time: object) =>
  resourcesOf(name, time)?.flatMap((each) => (each.kind === 'command' ? [each] : [])) ?? [];
const serversIn = (content: string) => content.split('\n').filter((line) => /^(?:server|allow|local)/.test(line));

describe('the clock', () => {
  it('follows the servers of the cluster file on every node', () => {
    const expected = ['/etc/chrony.conf', 'server 10.0.0.1 iburst'];
    expect(configurationOf('cp-1', { servers: ['10.0.0.1'] })).toEqual(expected);
    expect(configurationOf('w-1', { servers: ['10.0.0.1'] })).toEqual(expected);
  });

  it('follows what the package names where there are none', () => {
    expect(configurationOf('w-1', {})).toEqual([]);
  });

  it('follows the control planes, which serve it and follow each other, where the file says so', () => {
    const time = { servers: ['10.0.0.1'], fromControlPlanes: true };
    expect(configurationOf('w-1', time)).toEqual([
      '/etc/chrony.conf',
      'server 10.0.0.11 iburst',
      'server 10.0.0.12 iburst',
      'server 10.0.0.13 iburst',
    ]);
    expect(configurationOf('cp-2', time)).toEqual([
      '/etc/chrony.conf',
      'server 10.0.0.1 iburst',
      'server 10.0.0.11 iburst',
      'server 10.0.0.13 iburst',
      'allow all',
      'local stratum 10 orphan',
    ]);
  });
});

describe('until the clock is in step', () => {
  const programs = mkdtempSync(join(tmpdir(), 'chronyc-'));
  afterAll(() => rmSync(programs, { recursive: true }));

  /** What a script says beside a chronyc that answers so. */
  function runBeside(chronyc: string, script: string): string {
    writeFileSync(join(programs, 'chronyc'), `#!/bin/sh\n${chronyc}\n`, { mode: 0o755 });
    const env = { PATH: `${programs}:${process.env['PATH'] ?? ''}` };
    const input = `( ${script}\n) 2>&1\necho "exit $?"`;
    return execFileSync('/bin/sh', { input, env, encoding: 'utf8' }).trim().split('\n').join(' / ');
  }

  it('waits on what follows a server of the cluster file, and not where the package names them', () => {
    expect(waitsOf('w-1', { servers: ['10.0.0.1'] })).toHaveLength(1);
    expect(waitsOf('w-1', { fromControlPlanes: true })).toHaveLength(1);
    expect(waitsOf('w-1', {})).toEqual([]);
  });

  it('does not wait on what serves the time, which is its own source when no server answers', () => {
    expect(waitsOf('cp-2', { servers: ['10.0.0.1'], fromControlPlanes: true })).toEqual([]);
  });

  it('asks again until a server has answered', () => {
    const [wait] = waitsOf('w-1', { servers: ['10.0.0.1'] });
    const asked = join(programs, 'asked');
    const thirdTime = `case $1 in waitsync) echo >>${asked}; [ "$(wc -l <${asked})" -ge 3 ] ;; esac`;
    expect(runBeside(thirdTime, wait?.check ?? '')).toBe('no time server has set it yet / exit 1');
    expect(runBeside(thirdTime, wait?.apply ?? '')).toBe('exit 0');
    expect(runBeside(thirdTime, wait?.check ?? '')).toBe('exit 0');
  });

  it('gives a control plane that is to serve it the time to be prepared itself', () => {
    const [wait] = waitsOf('w-1', { fromControlPlanes: true });
    expect(wait?.apply).toMatch(/longest='?600'?/);
  });

  it('names the servers that do not answer, and what to do', () => {
    const [wait] = waitsOf('w-1', { servers: ['10.0.0.1', 'ntp.example'] });
    const apply = (wait?.apply ?? '').replace(/longest='?120'?/, 'longest=0');
    expect(runBeside('exit 1', apply)).toBe(
      'no time server has answered for 0 s: let UDP 123 through to 10.0.0.1, ntp.example, or name other servers in spec.time / exit 1',
    );
  });
});
