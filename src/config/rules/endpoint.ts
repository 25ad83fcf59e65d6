import type { LoadBalancerChoice } from '../choices/load-balancer';
import { endpointOf, formatEndpoint } from '../endpoint';
import { isSameHost } from '../host';
import { containsIp, formatIp, parseIp } from '../ip';
import { controlPlanes } from '../nodes';
import type { Finding } from '../problems/problem';
import { subnetsOf } from '../subnets';
import type { Rule, RuleInput } from './rule';

const API_SERVER_PORT = 6443;
const LOOPBACK = '127.0.0.1';

const PATH = ['spec', 'controlPlaneEndpoint'];
const READS = ['spec.controlPlaneEndpoint', 'spec.loadBalancer.name', 'spec.nodes', 'spec.nodeGroups'];

function choiceOf({ cluster, choices }: RuleInput): Partial<LoadBalancerChoice> {
  return choices.loadBalancer[cluster.spec.loadBalancer.name] ?? {};
}

/** Those that stand before several control planes. */
function loadBalancersOf({ choices }: RuleInput): string[] {
  return Object.keys(choices.loadBalancer).filter((name) => choices.loadBalancer[name]?.endpoint !== 'control-plane');
}

const hasEndpoint = ({ file }: RuleInput) => file.spec.controlPlaneEndpoint !== undefined;

/** Several control planes, or a load balancer, are reached under an endpoint that the file names. */
export const endpointRequired: Rule = {
  reads: READS,
  check: (input) => {
    const { name } = input.cluster.spec.loadBalancer;
    const count = controlPlanes(input.cluster).length;
    const isAlone = choiceOf(input).endpoint === 'control-plane';
    if (hasEndpoint(input) || (count < 2 && isAlone)) return [];
    const reason = isAlone ? `${count} control planes` : `the load balancer ${name}`;
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
    if (choiceOf(input).endpoint !== 'control-plane' || only === undefined) return [];
    if (nodes.length > 1) {
      return [
        {
          path: ['spec', 'loadBalancer', 'name'],
          message: `${nodes.length} control planes need a load balancer`,
          accepted: loadBalancersOf(input).join(' or '),
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

/** The address that a load balancer holds is an IPv4 address that is nobody's. */
export const endpointOfVip: Rule = {
  reads: READS,
  check: (input) => {
    const { name } = input.cluster.spec.loadBalancer;
    if (choiceOf(input).endpoint !== 'vip' || !hasEndpoint(input)) return [];
    const { host } = endpointOf(input.cluster);
    const findings: Finding[] = [];
    if (parseIp(host)?.family !== 4) {
      findings.push({ path: PATH, message: `${name} cannot hold ${host}`, accepted: 'an IPv4 address as host' });
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

/** A load balancer on the machines of the API servers listens beside them, or leaves their port to them. */
export const endpointPort: Rule = {
  reads: READS,
  check: (input) => {
    const { name } = input.cluster.spec.loadBalancer;
    const { listens, carriedBy } = choiceOf(input);
    if (listens === undefined || carriedBy === 'nobody' || !hasEndpoint(input)) return [];
    const { host, port } = endpointOf(input.cluster);
    if (listens && port === API_SERVER_PORT) {
      return [
        {
          path: PATH,
          message: `the API servers listen on ${API_SERVER_PORT} of the same machines as ${name}`,
          accepted: 'another port',
          suggestion: formatEndpoint(host, 8443),
        },
      ];
    }
    if (listens || port === API_SERVER_PORT) return [];
    return [
      {
        path: PATH,
        message: `nothing listens on port ${port}: ${name} leads straight to the API servers`,
        accepted: formatEndpoint(host, API_SERVER_PORT),
      },
    ];
  },
};

/** Where every node has a load balancer of its own, the endpoint is that of the node itself, whichever it is. */
export const endpointOfLoopback: Rule = {
  reads: READS,
  check: (input) => {
    if (choiceOf(input).endpoint !== 'loopback' || !hasEndpoint(input)) return [];
    const { host, port } = endpointOf(input.cluster);
    if (host === LOOPBACK) return [];
    return [
      {
        path: PATH,
        message: `${host} is not the address under which every node finds its own load balancer`,
        accepted: formatEndpoint(LOOPBACK, port),
      },
    ];
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
