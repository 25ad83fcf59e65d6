import { containerKind } from './container-kind';
import type { MachineKind, MachineState } from './kind';
import type { Machine } from './machine';
import { virtualKind } from './vm/virtual-kind';

/** What does the verbs of this machine. */
export const kindOf = ({ virtual }: Pick<Machine, 'virtual'>): MachineKind =>
  virtual === undefined ? containerKind : virtualKind;

/** State of every machine of a lab, by container; those that were made half-way only are left out. */
export async function readStates(lab: string): Promise<ReadonlyMap<string, MachineState>> {
  const [containers, virtual] = await Promise.all([containerKind.readStates(lab), virtualKind.readStates(lab)]);
  return new Map([...containers, ...virtual]);
}
