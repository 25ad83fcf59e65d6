export type { EtcdHealth, NodeDiff, ReadyReport, SmokeTestReport } from '../activities/contract';
export type {
  BranchAnswer,
  Gate,
  GateAnswer,
  HealthReport,
  HoldState,
  InstallResult,
  ParkedBranch,
  PhaseName,
  PhaseState,
  PlanReport,
  RunAnswer,
  RunningWork,
  RunStatus,
  Wait,
} from '../workflows/messages';
export type { ResetNodeResult, ResetResult, RunResult } from '../workflows/messages-of-reset';
export type { ResetNodePlan, ResetPlan } from '../plan/reset-plan';
export { AnswerRefused, NoWorkerAnswers, RunFailed, RunNotFound, TemporalAway, TemporalUnreachable } from './errors';
export { createSlipwayClient, type SlipwayClient, type SlipwayClientOptions } from './slipway-client';
export type { ResetOptions } from './start-reset';
export type { RunReference, StartedRun, WantedCluster } from './start-run';
export type { WatchEvent, WatchOptions } from './watch-run';
export { devServerWebUi, webUiLink, type WebUiPlace } from './web-ui-link';
