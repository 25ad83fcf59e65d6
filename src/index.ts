/** The library door. Workflows have a door of their own, `slipway/workflows`: nothing from Node may pass through it. */
export { type ActivityDependencies, createActivities, type SlipwayActivities } from './activities';
export * from './client';
export type * from './config/cluster';
export { parseCluster, type ParseOptions, type ParseResult } from './config/parse-cluster';
export { createSessions } from './ssh/pool';
export { SlipwayPlugin, type SlipwayPluginOptions } from './workers/slipway-plugin';
