import './remote/seam';
import { FAULT_IDS } from './faults';
import { BUNDLE_TIMEOUT_MS, WorkflowHost } from './temporal/workflow-host';
import { chooseScenarios } from './through-temporal/choose-scenarios';

test(
  'what is played through a real Temporal server is of every kind, and was not played on a virtual clock',
  async () => {
    const chosen = await chooseScenarios(30, await WorkflowHost.load());
    expect(chosen.filter(({ seed }) => seed <= 2000)).toEqual([]);
    const kinds = new Set(chosen.flatMap(({ faults }) => faults.map(({ id }) => id)));
    expect(FAULT_IDS.filter((id) => !kinds.has(id))).toEqual([]);
  },
  BUNDLE_TIMEOUT_MS * 2,
);
