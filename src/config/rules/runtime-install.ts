import type { Finding } from '../problems/problem';
import type { Rule } from './rule';

const PACKAGE_ONLY = ['cri-o', 'docker', 'mirantis'];
const PLAIN_VERSION = /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.]+)?$/;

/** The way of installing is one that the runtime has, and everything said about it is read. */
export const runtimeInstall: Rule = {
  reads: ['spec.runtime'],
  check: ({ cluster }) => {
    const { name, install, version, packages } = cluster.spec.runtime;
    const path = ['spec', 'runtime'];
    if (install === 'package') return [];
    const findings: Finding[] = [];
    if (PACKAGE_ONLY.includes(name)) {
      findings.push({
        path: [...path, 'install'],
        message: `${name} is installed from packages`,
        accepted: 'package',
      });
    }
    if (packages !== undefined) {
      findings.push({
        path: [...path, 'packages'],
        message: 'an archive is installed, and no package',
        accepted: 'nothing, or install: package',
        atKey: true,
      });
    }
    if (version !== undefined && !PLAIN_VERSION.test(version)) {
      findings.push({
        path: [...path, 'version'],
        message: `no archive is called ${version}`,
        accepted: 'a version such as 1.7.24',
      });
    }
    return findings;
  },
};
