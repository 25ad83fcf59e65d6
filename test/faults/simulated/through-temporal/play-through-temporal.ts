import { rehearse } from '../rehearse';
import { type Outcome, playScenario, type Scenario } from '../run-scenario';
import type { WorkflowHost } from '../temporal/workflow-host';
import { DevServer } from './dev-server';
import { TemporalStage } from './temporal-stage';

/** The servers that scenarios share. */
export interface Servers {
  readonly home: DevServer;
  /** Of the rival. */
  readonly laptop: DevServer;
}

/** As `runScenario`, through a real Temporal server: one of its own where that is to be killed. */
export async function playThroughTemporal(
  scenario: Scenario,
  { home, laptop }: Servers,
  host: WorkflowHost,
): Promise<Outcome> {
  const { shape, isPrepared } = scenario;
  const { resources } = await rehearse(shape, isPrepared === true, host);
  const own = scenario.faults.some(({ id }) => id === 'T1') ? await DevServer.start() : undefined;
  const name = `seed-${scenario.seed}`;
  const stage = new TemporalStage([own ?? home, laptop], name);
  try {
    const outcome = await playScenario(scenario, stage, { clusterName: name, ...(isPrepared && { resources }) });
    const broken = await stage.findUnreplayable();
    const problems = broken.map((workflowId) => `the history of ${workflowId} does not replay`);
    return { ...outcome, problems: [...outcome.problems, ...problems] };
  } finally {
    await stage.close();
    await own?.close();
  }
}
