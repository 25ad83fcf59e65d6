import type { Lab } from '../../../lab';

/** What a machine changes by itself: its logs, its clock's drift, that someone used sudo. */
const OF_THE_MACHINE = [
  '/home/*/.sudo_as_admin_successful',
  '/var/log',
  '/var/lib/chrony',
  '/var/lib/private',
  '/var/lib/sudo',
  '/var/lib/systemd',
];

/** Every directory, file and link that lasts on a machine, with mode and owner; of all but directories size and time too. */
export async function listFiles(lab: Lab, machine: string): Promise<string> {
  const pruned = OF_THE_MACHINE.flatMap((path) => ['-path', path, '-prune', '-o']);
  const { stdout } = await lab.exec(machine, [
    'find',
    '/etc',
    '/home',
    '/opt',
    '/root',
    '/srv',
    '/usr',
    '/var',
    ...pruned,
    '(',
    '-type',
    'd',
    '-printf',
    '%p %y %m %U:%G\\n',
    '-o',
    '-printf',
    '%p %y %m %U:%G %s %T@ %l\\n',
    ')',
  ]);
  return stdout.split('\n').toSorted().join('\n');
}

/** Lines that only one of two listings has. */
export function differences(before: string, after: string): readonly string[] {
  const [old, now] = [new Set(before.split('\n')), new Set(after.split('\n'))];
  return [
    ...[...old].filter((line) => !now.has(line)).map((line) => `-${line}`),
    ...[...now].filter((line) => !old.has(line)).map((line) => `+${line}`),
  ];
}
