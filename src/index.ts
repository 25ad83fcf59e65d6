/** The library door. Workflows have a door of their own, `slipway/workflows`: nothing from Node may pass through it. */
export { type ActivityDependencies, createActivities, type SlipwayActivities } from './activities';
export type { Catalog } from './catalog/catalog';
export type { CniKind, ManifestSource } from './catalog/cni/kind';
export type { KubernetesObject } from './catalog/kubernetes-object';
export type { LoadBalancerInput, LoadBalancerKind, LoadBalancerShare } from './catalog/load-balancer/kind';
export type { NetworkPort } from './catalog/network-port';
export type { OsFamily } from './catalog/os/kind';
export type { RuntimeInput, RuntimeKind } from './catalog/runtime/kind';
export * from './client';
export type { CatalogOfOnesOwn } from './config/choices';
export type * from './config/cluster';
export { parseCluster, type ParseOptions, type ParseResult } from './config/parse-cluster';
export { createSessions } from './ssh/pool';
export { SlipwayPlugin, type SlipwayPluginOptions } from './workers/slipway-plugin';
