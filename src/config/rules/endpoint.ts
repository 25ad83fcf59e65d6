import { endpointOf } from '../endpoint';
import { isSameHost } from '../host';
import { containsIp, formatIp, parseIp } from '../ip';
import { controlPlanes } from '../nodes';
import type { Finding } from '../problems/problem';
import { subnetsOf } from '../subnets';
import type { Rule, RuleInput } from './rule';

const PATH = ['spec', 'controlPlaneEndpoint'];
const READS = ['spec.controlPlaneEndpoint', 'spec.loadBalancer.name', 'spec.nodes', 'spec.nodeGroups'];

const hasEndpoint = ({ file }: RuleInput) => file.spec.controlPlaneEndpoint !== undefined;

/** Several control planes, or a load balancer, are reached under an endpoint that the file names. */
export const endpointRequired: Rule = {
  reads: READS,
  check: (input) => {
    const { name } = input.cluster.spec.loadBalancer;
    const count = controlPlanes(input.cluster).length;
    if (hasEndpoint(input) || (count < 2 && name === 'none')) return [];
    const reason = name === 'none' ? `${count} control planes` : `the load balancer ${name}`;
    return [
      {
        path: PATH,
        message: `${reason} must be reached under one endpoint`,
        accepted: 'host:port of the load balancer, such as 10.0.0.100:8443',
      },
    ];
  },
};

/** Without a load balancer there is one control plane, and the endpoint leads straight to its API server. */
export const endpointWithoutLoadBalancer: Rule = {
  reads: READS,
  check: (input) => {
    const nodes = controlPlanes(input.cluster);
    const [only] = nodes;
    if (input.cluster.spec.loadBalancer.name !== 'none' || only === undefined) return [];
    if (nodes.length > 1) {
      return [
        {
          path: ['spec', 'loadBalancer', 'name'],
          message: `${nodes.length} control planes need a load balancer`,
          accepted: 'keepalived-haproxy or external',
        },
      ];
    }
    if (!hasEndpoint(input)) return [];
    const { host, port } = endpointOf(input.cluster);
    const direct = `${only.address}:6443, or loadBalancer.name external when something forwards it`;
    if (port !== 6443)
      return [{ path: PATH, message: `nothing listens on port ${port} without a load balancer`, accepted: direct }];
    if (parseIp(host) === undefined || isSameHost(host, only.address)) return [];
    return [
      { path: PATH, message: `${host} is not the address of the only control plane ${only.name}`, accepted: direct },
    ];
  },
};

/** keepalived holds an IPv4 address that is nobody's, and haproxy a port that the API servers do not take. */
export const endpointOfKeepalived: Rule = {
  reads: READS,
  check: (input) => {
    if (input.cluster.spec.loadBalancer.name !== 'keepalived-haproxy' || !hasEndpoint(input)) return [];
    const { host, port } = endpointOf(input.cluster);
    const findings: Finding[] = [];
    if (port === 6443) {
      findings.push({
        path: PATH,
        message: 'the API servers listen on 6443 of the same machines as haproxy',
        accepted: 'another port',
        suggestion: `${host}:8443`,
      });
    }
    if (parseIp(host)?.family !== 4) {
      findings.push({ path: PATH, message: `keepalived cannot hold ${host}`, accepted: 'an IPv4 address as host' });
    }
    const owner = input.cluster.spec.nodes.find(
      ({ address, ssh }) => isSameHost(host, address) || isSameHost(host, ssh.host),
    );
    if (owner)
      findings.push({
        path: PATH,
        message: `${host} is the address of node ${owner.name}`,
        accepted: 'an address that no machine has',
      });
    return findings;
  },
};

/** The endpoint is outside of the cluster's own networks. */
export const endpointOutsideSubnets: Rule = {
  reads: [...READS, 'spec.networking'],
  check: (input) => {
    const ip = parseIp(endpointOf(input.cluster).host);
    if (ip === undefined || !hasEndpoint(input)) return [];
    return (['podSubnet', 'serviceSubnet'] as const).flatMap((field) =>
      subnetsOf(input.cluster.spec.networking, field)
        .filter(({ cidr }) => containsIp(cidr, ip))
        .map(({ text }) => ({
          path: PATH,
          message: `${formatIp(ip)} lies in the ${field} ${text}`,
          accepted: 'an address outside of the cluster’s subnets',
        })),
    );
  },
};
