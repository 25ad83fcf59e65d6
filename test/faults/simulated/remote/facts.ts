import type { NodeFacts } from '../../../../src/plan/facts';
import type { ProbeRequest } from '../../../../src/remote/probe';
import type { StaticFacts } from '../../../../src/remote/static-facts';
import { freshFacts } from '../../../fakes/node-facts';
import type { Machine } from '../model/machine';
import { observe } from '../model/observe';
import { findTraces } from '../model/traces';
import type { SimulatedSession } from './session';
import { look } from './steps';

/** A machine that nothing can be said against, but for what the simulated world has done on it. */
export function probeNode(session: SimulatedSession, { steps, signal }: ProbeRequest): Promise<NodeFacts> {
  return session.exec(
    'probe',
    async (process) => {
      await process.work(120);
      const { machine } = session;
      const { fence } = machine;
      return {
        ...machineFacts(machine),
        kubeadm: observe(machine),
        traces: findTraces(machine),
        ...(fence && { fence }),
        ...(steps && { steps: steps.map((step) => look(machine, step)) }),
      };
    },
    signal,
  );
}

export function probeStaticFacts(session: SimulatedSession): Promise<StaticFacts> {
  return session.exec('probe static facts', async (process) => {
    await process.work(20);
    const { os, architecture, interfaces } = machineFacts(session.machine);
    return { os, architecture, interfaces };
  });
}

function machineFacts({ name, address }: Machine): NodeFacts {
  const { steps: _, ...facts } = freshFacts({ name, address } as Parameters<typeof freshFacts>[0]);
  return facts;
}
