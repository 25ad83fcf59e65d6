import { type NodeRule, repairedBy, yoursToFix } from './rule';

export const firstBoot: NodeRule = ({ facts: { cloudInit, packageLock }, stage }) => [
  ...(cloudInit === 'running'
    ? [
        repairedBy('await-first-boot', {
          id: 'cloud-init-running',
          message: 'cloud-init still runs',
          fix: 'It is waited for.',
        }),
      ]
    : []),
  ...(cloudInit === 'failed' && stage === 'new'
    ? [
        yoursToFix(
          'cloud-init-failed',
          'cloud-init ended with an error',
          'Read `cloud-init status --long` on the machine and mend it, or ignore cloud-init-failed.',
        ),
      ]
    : []),
  ...(packageLock === undefined
    ? []
    : [repairedBy('install-base-packages', { id: 'package-lock', message: packageLock, fix: 'It is waited for.' })]),
];
