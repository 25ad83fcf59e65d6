import { findKnownHosts, knownHostName } from '../../src/ssh/known-hosts';

const find = (text: string, host: string, port = 22) =>
  findKnownHosts(text, knownHostName(host, port)).map(({ marker, key, line }) => ({ marker, key, line }));

describe('known_hosts', () => {
  test('a host off port 22 is filed under [host]:port, in lower case', () => {
    expect(knownHostName('Node-1.Example', 22)).toBe('node-1.example');
    expect(knownHostName('10.0.0.1', 2222)).toBe('[10.0.0.1]:2222');
  });

  test('names, lists, wildcards and negations match as in OpenSSH', () => {
    const text = [
      '# node-9 ssh-ed25519 K0',
      'node-1,10.0.0.1 ssh-ed25519 K2',
      '*.example,!bad.example\tssh-rsa\tK3\tcomment',
      '10.0.0.? ecdsa-sha2-nistp256 K4',
      '[10.0.0.1]:2222 ssh-ed25519 K5',
    ].join('\n');
    expect(find(text, 'node-1')).toEqual([{ marker: 'none', key: 'K2', line: 2 }]);
    expect(find(text, 'NODE-1')).toHaveLength(1);
    expect(find(text, '10.0.0.1').map(({ key }) => key)).toEqual(['K2', 'K4']);
    expect(find(text, '10.0.0.1', 2222).map(({ key }) => key)).toEqual(['K5']);
    expect(find(text, '10.0.0.12')).toEqual([]);
    expect(find(text, 'a.example').map(({ key }) => key)).toEqual(['K3']);
    expect(find(text, 'bad.example')).toEqual([]);
    expect(find(text, 'node-9')).toEqual([]);
  });

  test('a dot is a dot and a bracket a bracket, not patterns', () => {
    expect(find('node.1 ssh-ed25519 K', 'nodex1')).toEqual([]);
    expect(find('[ab]:22 ssh-ed25519 K', 'a')).toEqual([]);
  });

  test('hashed names match only their own name', () => {
    const hashed = '|1|3ArCeAq7fRwCRQBCGVnYdEfQDsk=|broken= ssh-ed25519 K';
    expect(find(hashed, 'node-1')).toEqual([]);
    expect(find('|2|salt|hash ssh-ed25519 K', 'node-1')).toEqual([]);
  });

  test('markers are told apart, and lines that cannot be read are passed over', () => {
    const text = ['@cert-authority * ssh-ed25519 CA', '@revoked * ssh-rsa BAD', '@new * ssh-rsa X', 'node-1 half', ''];
    expect(find(text.join('\r\n'), 'node-1')).toEqual([
      { marker: 'cert-authority', key: 'CA', line: 1 },
      { marker: 'revoked', key: 'BAD', line: 2 },
    ]);
  });
});
