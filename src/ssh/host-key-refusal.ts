import { type SshError, sshError } from './errors';
import type { HostKey, HostKeyRules, HostKeyVerdict } from './host-key';
import { knownHostName } from './known-hosts';
import type { SshTarget } from './target';

type Refusal = Exclude<HostKeyVerdict, { kind: 'trusted' | 'first-use' }>;

const compare = 'Compare it with "ssh-keygen -lf /etc/ssh/ssh_host_*_key.pub" on the console of the machine';
const ifChanged = `${compare}: if it was reinstalled, replace the old key; if not, someone stands in between.`;

/** Says which key was seen, why it is not trusted, and what to do. */
export function explainUntrustedKey(
  target: SshTarget,
  rules: HostKeyRules,
  shown: HostKey,
  verdict: Refusal,
): SshError {
  const seen = `the server showed ${shown.type} ${shown.fingerprint}`;
  const file = target.hostKey.knownHostsFile;
  if (verdict.kind === 'unknown') {
    const where = file === undefined ? 'no known_hosts file is configured' : `${file} has no key for ${nameOf(target)}`;
    const nextAction = `${compare}, then pin it (hostKeys), add it to the known_hosts file, or allow trustOnFirstUse.`;
    return sshError('host-key-unknown', target, `the host key is not known: ${seen}, and ${where}`, nextAction);
  }
  if (verdict.kind === 'certificate-expected') {
    const cause = `${file}:${verdict.line} trusts a certificate authority for this host, but host certificates are not verified here: ${seen}`;
    const nextAction = `${compare}, then pin it (hostKeys), or add the host's own key to the known_hosts file.`;
    return sshError('host-key-unknown', target, cause, nextAction);
  }
  if (verdict.kind === 'changed-from-pinned') {
    const cause = `the host key is none of the pinned ones: ${seen}; pinned: ${rules.pinned.join(', ')}`;
    return sshError('host-key-changed', target, cause, ifChanged);
  }
  if (verdict.kind === 'changed-from-known') {
    const lines = verdict.lines.map((line) => `${file}:${line}`).join(', ');
    return sshError(
      'host-key-changed',
      target,
      `the host key has changed: ${seen}, not the key of ${lines}`,
      ifChanged,
    );
  }
  const cause = `the host key is revoked by ${file}:${verdict.line}: ${seen}`;
  return sshError('host-key-revoked', target, cause, 'Give the machine a new host key; never trust this one again.');
}

function nameOf({ host, port }: SshTarget): string {
  return knownHostName(host, port);
}
