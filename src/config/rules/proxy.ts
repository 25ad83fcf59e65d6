import type { Rule } from './rule';

/** A proxy has an address. */
export const proxyAddress: Rule = {
  reads: ['spec.proxy'],
  check: ({ file: { spec } }) =>
    spec.proxy === undefined || (spec.proxy.http ?? spec.proxy.https) !== undefined
      ? []
      : [{ path: ['spec', 'proxy'], message: 'the proxy has no address', accepted: 'http, https or both' }],
};
