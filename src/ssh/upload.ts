import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { type ShellText, sh } from './shell';

/**
 * A script that replaces a file as a whole with what it reads from stdin. What arrived is compared with the digest
 * before it takes the old file's place, so a transfer that was cut leaves nothing behind. `sync FILE` is fsync.
 */
export function describeUpload(path: string, content: Buffer, mode: string, owner: string): ShellText {
  if (!posix.isAbsolute(path)) throw new TypeError(`writeFile: ${path} is not an absolute path`);
  if (!/^[0-7]{3,4}$/.test(mode)) throw new TypeError(`writeFile: ${mode} is not an octal mode such as 0644`);
  const digest = createHash('sha256').update(content).digest('hex');
  const directory = posix.dirname(path);
  return sh`set -eu
umask 077
if [ ! -d ${directory} ]; then echo directory ${directory} does not exist >&2; exit 1; fi
if [ -d ${path} ]; then echo ${path} is a directory >&2; exit 1; fi
partial=$(mktemp ${posix.join(directory, '.slipway-XXXXXXXX')})
trap 'rm -f "$partial"' EXIT
cat >"$partial"
if [ "$(sha256sum <"$partial" | cut -c1-64)" != ${digest} ]; then echo what arrived is not what was sent >&2; exit 1; fi
chown ${owner} "$partial"
chmod ${mode} "$partial"
sync "$partial"
mv -fT "$partial" ${path}
sync ${directory}
`;
}
