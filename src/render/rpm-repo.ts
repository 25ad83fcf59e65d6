import { HEADER } from './parts/header';

export interface RpmRepoInput {
  readonly id: string;
  /** `{releasever}` and `{basearch}` stand for the client's own variables. */
  readonly url: string;
  readonly verify: 'packages' | 'metadata' | 'both' | 'none';
  readonly exclude: readonly string[];
  /** Files on the node with the keys. */
  readonly keyFiles: readonly string[];
}

/** /etc/yum.repos.d/*.repo: one repository, for dnf and yum. */
export function renderRpmRepo({ id, url, verify, exclude, keyFiles }: RpmRepoInput): string {
  const flag = (...values: readonly RpmRepoInput['verify'][]) => (values.includes(verify) ? '1' : '0');
  const settings = {
    name: id,
    baseurl: url.replaceAll(/\{(releasever|basearch)\}/g, '$$$1'),
    enabled: '1',
    gpgcheck: flag('packages', 'both'),
    repo_gpgcheck: flag('metadata', 'both'),
    ...(keyFiles.length === 0 ? {} : { gpgkey: keyFiles.map((file) => `file://${file}`).join(' ') }),
    ...(exclude.length === 0 ? {} : { exclude: exclude.join(' ') }),
  };
  const lines = Object.entries(settings).map(([key, value]) => `${key}=${value}\n`);
  return `${HEADER}[${id}]\n${lines.join('')}`;
}
