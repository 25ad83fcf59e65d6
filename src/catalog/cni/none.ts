import type { CniKind } from './kind';

/** A pod network that somebody else installs; nodes stay NotReady until then. */
export const none: CniKind = {
  manifest: () => [],
  ports: () => [],
  kernelModules: () => [],
  traces: { interfaces: [], chains: [], tables: [], paths: [] },
};
