/**
 * Where curl and Go's programs look for a proxy. A script finds none that the machine has set for people: what it asks
 * (API servers, etcd, pods) is never behind one, and what it downloads comes through that of the cluster file.
 */
export const PROXY_VARIABLES = ['http', 'https', 'all', 'no'].flatMap((scheme) => [
  `${scheme}_proxy`,
  `${scheme.toUpperCase()}_PROXY`,
]);
