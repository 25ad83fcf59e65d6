import type { FaultCase } from '../case';
import { badArtifactCases } from './bad-artifacts';
import { competingRunCases } from './competing-runs';
import { cutConnectionCases } from './cut-connections';
import { killWorkerCases } from './kill-worker';
import { longApprovalCases } from './long-approval';
import { lostControlPlaneCases } from './lost-control-plane';
import { poorLinkCases } from './poor-links';
import { powerCutInInitCases, powerCutInOtherInitCases } from './power-cut-in-init';
import { powerCutInJoinCases, powerCutInOtherJoinCases } from './power-cut-in-join';
import { powerCutInResetCases } from './power-cut-in-reset';
import { randomKillCases } from './random-kills';
import { staleJoinCases } from './stale-joins';
import { temporalKilledCases } from './temporal-killed';
import { unfitNodeCases } from './unfit-nodes';
import { zombieCases } from './zombies';

/** Every case, in the order in which they are run. */
export const faultCases: readonly FaultCase[] = [
  ...killWorkerCases,
  ...powerCutInInitCases,
  ...powerCutInJoinCases,
  ...powerCutInResetCases,
  ...powerCutInOtherInitCases,
  ...powerCutInOtherJoinCases,
  ...staleJoinCases,
  ...longApprovalCases,
  ...competingRunCases,
  ...lostControlPlaneCases,
  ...randomKillCases,
  ...zombieCases,
  ...temporalKilledCases,
  ...cutConnectionCases,
  ...poorLinkCases,
  ...unfitNodeCases,
  ...badArtifactCases,
];
