import { mkdirSync } from 'node:fs';
import type { LocalNode } from './local-node';

/**
 * Commands of a node that change more than files, as small as the kinds of resources need them: the package manager,
 * containerd's client, host names. What they know is kept in files of the node.
 */
export function fakeNodeCommands(node: LocalNode): void {
  mkdirSync(node.path('packages'));
  mkdirSync(node.path('images'));
  node.addCommand(
    'dpkg-query',
    `for name; do :; done
cat "$LOCAL_NODE/packages/$name" 2>/dev/null`,
  );
  node.addCommand('dpkg', 'exit 0');
  node.addCommand(
    'apt-cache',
    `for name; do :; done
[ "$1" != madison ] || echo "$name | 1.34.4-1.1 | https://packages.example.com"`,
  );
  node.addCommand(
    'apt-get',
    `names=no
for each; do
  case $names:$each in
    *:--) names=yes ;;
    yes:*=*) printf 'install ok installed|%s' "\${each#*=}" >"$LOCAL_NODE/packages/\${each%%=*}" ;;
    yes:*) printf 'install ok installed|1.0' >"$LOCAL_NODE/packages/$each" ;;
  esac
  sleep 0.02
done`,
  );
  node.addCommand('apt-mark', `sed -i 's/^install/hold/' "$LOCAL_NODE/packages/$2"`);
  node.addCommand(
    'ctr',
    `case "$*" in
  *'images ls -q') cat "$LOCAL_NODE/images/"* 2>/dev/null || true ;;
  *'images pull '*)
    for reference; do :; done
    sleep 0.05
    echo "$reference" >"$LOCAL_NODE/images/\${reference##*/}" ;;
esac`,
  );
  node.addCommand('hostnamectl', 'exit 1');
  node.addCommand('hostname', 'for name; do :; done; echo "$name" >"$LOCAL_NODE/running-name"');
  node.addCommand('uname', 'cat "$LOCAL_NODE/running-name" 2>/dev/null || echo old');
  node.addCommand('swapoff', 'touch "$LOCAL_NODE/swapoff-called"');
}
