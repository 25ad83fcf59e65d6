import type { Finding } from '../problems/problem';
import type { Rule } from './rule';

/** One entry a registry, and TLS settings only where there is TLS. */
export const registryMirrors: Rule = {
  reads: ['spec.registry'],
  check: ({ cluster }) => {
    const { mirrors } = cluster.spec.registry;
    return mirrors.flatMap(({ host, endpoints, skipVerify, caFile }, index) => {
      const path = ['spec', 'registry', 'mirrors', index];
      const findings: Finding[] = [];
      if (mirrors.findIndex((mirror) => mirror.host === host) < index) {
        findings.push({
          path: [...path, 'host'],
          message: `${host} has an entry already`,
          accepted: 'one entry a registry, with all endpoints',
        });
      }
      if (skipVerify && caFile !== undefined) {
        findings.push({
          path: [...path, 'skipVerify'],
          message: 'a CA is given and not to be checked against',
          accepted: 'caFile or skipVerify, not both',
        });
      }
      if (caFile !== undefined && endpoints.every((endpoint) => endpoint.startsWith('http://'))) {
        findings.push({
          path: [...path, 'caFile'],
          message: 'no endpoint speaks TLS',
          accepted: 'an https:// endpoint beside a CA',
        });
      }
      return findings;
    });
  },
};
