export { removeCache } from './remove-cache';
export type { ClusterFileOptions } from './cluster-file';
export type { CommandOptions, CommandResult } from './command';
export { whyLabCannotRun } from './host';
export { type Lab, type LabOptions, type LabStatus, type MachineStatus, createLab } from './lab';
export { listLabs } from './lab-state';
export type { Access, Machine, MachineRole } from './machines/machine';
export { type Progress, lineProgress, silentProgress } from './progress';
export type { LinkState, SlowLink } from './network/link';
