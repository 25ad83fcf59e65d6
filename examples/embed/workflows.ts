export { provisionCluster } from './provision-cluster';
export * from 'slipway/workflows';
