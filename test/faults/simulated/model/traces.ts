import type { Trace } from '../../../../src/plan/traces';
import { tracesIn } from '../../../fakes/kubeadm-states';
import { CNI_CONFIG, type Machine } from './machine';
import { observe } from './observe';

/** What of Kubernetes is on a machine, as the product's own look for it tells. */
export function findTraces(machine: Machine): Trace[] {
  machine.notePods();
  const { podTraces, servesPods } = machine;
  return [
    ...tracesIn(observe(machine)),
    ...[...podTraces].filter((what) => what !== CNI_CONFIG).map((what) => ({ what })),
    ...(servesPods ? [{ what: 'containers', detail: 'running', passing: true as const }] : []),
  ];
}
