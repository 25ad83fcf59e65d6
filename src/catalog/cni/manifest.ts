import type { CniKind } from './kind';

/** A pod network that Slipway does not know, by a manifest that is applied as it is. */
export const manifest: CniKind = {
  manifest: (_, fetched) => fetched,
  ports: () => [],
  kernelModules: () => [],
  traces: { interfaces: [], chains: [], tables: [], paths: [] },
};
