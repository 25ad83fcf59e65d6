import {
  endpointOfLoopback,
  endpointOfVip,
  endpointOutsideSubnets,
  endpointPort,
  endpointRequired,
  endpointWithoutLoadBalancer,
} from '../../../src/config/rules/endpoint';
import { HA_SPEC, MINIMAL_SPEC, type Spec } from '../cluster-file';
import { describeRule } from './describe-rule';

const { controlPlaneEndpoint: _, ...HA_WITHOUT_ENDPOINT } = HA_SPEC;
const none = { loadBalancer: { name: 'none' } };
const external = { loadBalancer: { name: 'external' } };
const at = (controlPlaneEndpoint: string, base: Spec = HA_SPEC) => ({ ...base, controlPlaneEndpoint });

describeRule('endpointRequired', endpointRequired, {
  good: { 'one control plane without an endpoint': MINIMAL_SPEC, 'several with one': HA_SPEC },
  bad: {
    'several control planes without an endpoint': [
      { ...HA_WITHOUT_ENDPOINT, ...none },
      'spec.controlPlaneEndpoint: 3 control planes must be reached under one endpoint',
    ],
    'a load balancer without an endpoint': [
      external,
      'spec.controlPlaneEndpoint: the load balancer external must be reached under one endpoint',
    ],
  },
});

describeRule('endpointWithoutLoadBalancer', endpointWithoutLoadBalancer, {
  good: {
    'one control plane under its address': at('10.0.0.11:6443', MINIMAL_SPEC),
    'one control plane under a DNS name': at('api.example.com:6443', MINIMAL_SPEC),
    'several behind a load balancer': HA_SPEC,
  },
  bad: {
    'several control planes and no load balancer': [
      { ...HA_SPEC, ...none },
      'spec.loadBalancer.name: 3 control planes need a load balancer',
    ],
    'a port on which nothing listens': [
      at('10.0.0.11:8443', MINIMAL_SPEC),
      'spec.controlPlaneEndpoint: nothing listens on port 8443 without a load balancer',
    ],
    'the address of another machine': [
      at('10.0.0.99:6443', MINIMAL_SPEC),
      'spec.controlPlaneEndpoint: 10.0.0.99 is not the address of the only control plane cp-1',
    ],
  },
});

describeRule('endpointOfVip', endpointOfVip, {
  good: {
    'a free IPv4 address and a port of its own': HA_SPEC,
    'anything, behind an external load balancer': { ...at('api.example.com:6443'), ...external },
  },
  bad: {
    'a DNS name': [
      at('api.example.com:8443'),
      'spec.controlPlaneEndpoint: keepalived-haproxy cannot hold api.example.com',
    ],
    'an IPv6 address': [at('[fd00::1]:8443'), 'spec.controlPlaneEndpoint: keepalived-haproxy cannot hold fd00::1'],
    'the address of a node': [at('10.0.0.12:8443'), 'spec.controlPlaneEndpoint: 10.0.0.12 is the address of node cp-2'],
  },
});

const local = { loadBalancer: { name: 'local-haproxy' } };
const kubeVip = { loadBalancer: { name: 'kube-vip' } };

describeRule('endpointOfLoopback', endpointOfLoopback, {
  good: { 'every node’s own address': { ...at('127.0.0.1:8443'), ...local }, 'a VIP, where one is held': HA_SPEC },
  bad: {
    'an address that all nodes share': [
      { ...at('10.0.0.100:8443'), ...local },
      'spec.controlPlaneEndpoint: 10.0.0.100 is not the address under which every node finds its own load balancer',
    ],
  },
});

describeRule('endpointPort', endpointPort, {
  good: {
    'a port of its own': HA_SPEC,
    'the API servers’ own port, where they are reached directly': { ...at('10.0.0.100:6443'), ...kubeVip },
    'any port of somebody else’s load balancer': { ...at('api.example.com:443'), ...external },
  },
  bad: {
    'the port of the API servers': [
      at('10.0.0.100:6443'),
      'spec.controlPlaneEndpoint: the API servers listen on 6443 of the same machines as keepalived-haproxy',
    ],
    'a port that nothing listens on': [
      { ...at('10.0.0.100:8443'), ...kubeVip },
      'spec.controlPlaneEndpoint: nothing listens on port 8443: kube-vip leads straight to the API servers',
    ],
  },
});

describeRule('endpointOutsideSubnets', endpointOutsideSubnets, {
  good: { 'an address outside': HA_SPEC, 'no endpoint': MINIMAL_SPEC },
  bad: {
    'an address among the pods': [
      at('10.244.3.1:8443'),
      'spec.controlPlaneEndpoint: 10.244.3.1 lies in the podSubnet 10.244.0.0/16',
    ],
    'an address among the services': [
      at('10.96.0.1:8443'),
      'spec.controlPlaneEndpoint: 10.96.0.1 lies in the serviceSubnet 10.96.0.0/12',
    ],
  },
});
