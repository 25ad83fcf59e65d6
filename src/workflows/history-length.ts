import { workflowInfo } from '@temporalio/workflow';

const LONG_EVENTS = 3000;

/** Whether a new execution should go on: before servers suggest it (4096 events unless set otherwise), as what runs still adds some. */
export function isHistoryLong({ historyLength, continueAsNewSuggested } = workflowInfo()): boolean {
  return historyLength >= LONG_EVENTS || continueAsNewSuggested;
}
