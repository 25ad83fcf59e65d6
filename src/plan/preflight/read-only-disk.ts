import { type NodeRule, yoursToFix } from './rule';

export const readOnlyDisk: NodeRule = ({ facts }) => {
  const paths = facts.disks.filter(({ readOnly }) => readOnly).map(({ path }) => path);
  if (paths.length === 0) return [];
  return [
    yoursToFix(
      'disk-read-only',
      `${paths.join(', ')} cannot be written`,
      'Look for a failed disk (`dmesg`) and mount its file system writable again.',
    ),
  ];
};
