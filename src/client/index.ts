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
export { AnswerRefused, NoWorkerAnswers, RunFailed, RunNotFound, TemporalUnreachable } from './errors';
export { createSlipwayClient, type SlipwayClient, type SlipwayClientOptions } from './slipway-client';
export type { RunReference, StartedRun, WantedCluster } from './start-install';
export type { WatchEvent, WatchOptions } from './watch-run';
export { devServerWebUi, webUiLink, type WebUiPlace } from './web-ui-link';
