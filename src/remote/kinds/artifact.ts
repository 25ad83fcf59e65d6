import { createHash } from 'node:crypto';
import type { ArtifactResource } from '../../resources/resource';
import { sh, type ShellText } from '../../ssh/shell';
import { STAMPS_DIRECTORY } from '../places';
import { bareMode } from './file';
import { artifactLibrary } from './artifact-library';
import type { Kind } from './kind';

/** One stamp per place, whatever version is in it: that is how a check can name the version it found. */
function toStampFile({ install }: ArtifactResource): string {
  const place = install.as === 'binary' ? install.path : [install.into, ...install.members].join('\n');
  return `${STAMPS_DIRECTORY}/artifacts/${createHash('sha256').update(place).digest('hex').slice(0, 24)}`;
}

function checkArtifact(resource: ArtifactResource): ShellText {
  const { install, title, sha256 } = resource;
  const stamp = toStampFile(resource);
  return install.as === 'binary'
    ? sh`check_binary ${stamp} ${title} ${sha256} ${install.path} ${bareMode(install.mode)}`
    : sh`check_archive ${stamp} ${title} ${sha256} ${install.into} ${install.members}`;
}

/** curl and wget read the URL from stdin, because a URL may hold a password. */
function applyArtifact(resource: ArtifactResource): ShellText {
  const { install, title, sha256, url } = resource;
  const stamp = toStampFile(resource);
  return install.as === 'binary'
    ? sh`install_binary ${stamp} ${title} ${sha256} ${url} ${install.path} ${install.mode}`
    : sh`install_archive ${stamp} ${title} ${sha256} ${url} ${install.into} ${install.members}`;
}

export const artifact: Kind<ArtifactResource> = {
  library: artifactLibrary,
  subject: ({ title }) => title,
  check: checkArtifact,
  apply: applyArtifact,
  isLong: () => true,
  neighbours: 'parallel',
};
