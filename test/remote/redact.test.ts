import { spawnSync } from 'node:child_process';
import { redact, redactionFilter } from '../../src/remote/redact';

const hex = '0123456789abcdef'.repeat(4);
const token = 'abcdef.0123456789abcdef';
const block = `-----BEGIN EC PRIVATE KEY-----\nMHcCAQEE\nabc=\n-----END EC PRIVATE KEY-----`;

const cases: [name: string, given: string, wanted: string][] = [
  ['a bootstrap token', `--token ${token} \\`, '--token [token] \\'],
  ['two tokens on a line', `${token} ${token}`, '[token] [token]'],
  ['a certificate key', `--certificate-key ${hex}`, '--certificate-key [key]'],
  ['a key without a blank before it', `key:${hex}`, 'key:[key]'],
  ['a digest that says so', `sha256:${hex} and ${hex}`, `sha256:${hex} and [key]`],
  ['a private key', `before\n${block}\nafter`, 'before\n[private key]\nafter'],
  ['a private key on one line', `x ${block.replaceAll('\n', '\\n')} y`, 'x [private key] y'],
  ['a kubeconfig', 'client-key-data: LS0tLS1CRUdJTiBSU0EgUFJJVkFURQo=', 'client-key-data: [encoded PEM]'],
  ['what is no secret', 'a.b 1.34.4 deadbeef /etc/kubernetes', 'a.b 1.34.4 deadbeef /etc/kubernetes'],
];

describe('redaction', () => {
  it.each(cases)('in the worker: %s', (_name, given, wanted) => {
    expect(redact(given)).toBe(wanted);
  });

  it.each(cases)('on the node: %s', (_name, given, wanted) => {
    const { stdout } = spawnSync('/bin/sh', ['-c', redactionFilter], { input: `${given}\n`, encoding: 'utf8' });
    expect(stdout).toBe(`${wanted}\n`);
  });

  it('takes a private key that was cut off with it', () => {
    expect(redact('x\n-----BEGIN PRIVATE KEY-----\nMIIE')).toBe('x\n[private key]');
  });
});
