import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Service } from '../../src/catalog/service';
import type { Resource } from '../../src/resources/resource';
import { serviceResources } from '../../src/steps/service';

const SERVICE: Service = {
  unit: 'demo.service',
  files: [{ path: '/etc/demo.conf', content: 'a\n', mode: '0644' }],
  active: true,
  disruption: 'service',
};

const unitOf = (service: Service) => serviceResources(service).find(({ kind }) => kind === 'unit');
const stampOf = (service: Service) => {
  const unit = unitOf(service);
  return unit?.kind === 'unit' ? unit.stamp : undefined;
};

describe('serviceResources', () => {
  it('writes the files, has them judged, and only then turns to the unit', () => {
    const kinds = serviceResources({ ...SERVICE, validate: ['true'] }).map(({ kind }) => kind);
    expect(kinds).toEqual(['file', 'command', 'unit']);
  });

  it('changes the stamp with every input, and with nothing else', () => {
    const stamps = [
      SERVICE,
      { ...SERVICE, files: [{ path: '/etc/demo.conf', content: 'b\n', mode: '0644' }] },
      { ...SERVICE, files: [{ path: '/etc/other.conf', content: 'a\n', mode: '0644' }] },
      { ...SERVICE, madeFrom: ['x'] },
    ].map(stampOf);
    expect(new Set(stamps).size).toBe(stamps.length);
    expect(stampOf({ ...SERVICE, active: false, takeUp: 'reload' })).toBe(stampOf(SERVICE));
  });

  it('does not look at whether a unit runs unless that is asked for', () => {
    const { active: _, ...service } = SERVICE;
    expect(unitOf(service)).not.toHaveProperty('active');
  });
});

describe('the validation of a service', () => {
  let directory: string;
  beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'slipway service $(touch x)'))));
  afterEach(() => rmSync(directory, { recursive: true }));

  const check = (validate: readonly string[], content = 'a\n') => {
    const path = join(directory, "it's.conf");
    const resource = serviceResources({ ...SERVICE, files: [{ path, content, mode: '0644' }], validate }).find(
      (candidate): candidate is Extract<Resource, { kind: 'command' }> => candidate.kind === 'command',
    );
    const { status, stdout, stderr } = spawnSync('sh', ['-c', resource?.check ?? '']);
    return { status, stdout: stdout.toString(), stderr: stderr.toString() };
  };
  const write = (content: string) => writeFileSync(join(directory, "it's.conf"), content);

  it('is satisfied by a file that the program accepts', () => {
    write('a\n');
    expect(check(['grep', '-q', 'a', join(directory, "it's.conf")])).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  it('is pending while the file is another one, so that a new file is always judged', () => {
    expect(check(['true'])).toMatchObject({ status: 1, stdout: 'not written yet\n' });
    write('b\n');
    expect(check(['true'])).toMatchObject({ status: 1, stdout: 'not written yet\n' });
  });

  it('is pending while the program is not there', () => {
    write('a\n');
    expect(check(['no-such-program'])).toMatchObject({ status: 1, stdout: 'no-such-program is not installed yet\n' });
  });

  it('gives the program’s own words as the reason', () => {
    write('a\n');
    expect(check(['sh', '-c', 'echo one; echo "line 3: unknown keyword" >&2; exit 4'])).toMatchObject({
      status: 1,
      stdout: 'one\nline 3: unknown keyword\n',
    });
  });
});
