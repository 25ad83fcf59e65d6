import { run } from '../command';
import { labFiles } from '../lab-state';
import { cutLink, forgetSlowLink, healLink, readLink, slowLink } from '../network/link';
import { networkName } from '../network/subnet';
import {
  bootMachine,
  createArguments,
  cutPower,
  execIn,
  readContainerStates,
  removeContainers,
  shutDown,
} from './container';
import { bringBackContainer, keepContainer } from './container-snapshot';
import { installIdentity } from './identity';
import type { MachineKind } from './kind';

/** Machines in containers, which share the host's kernel. */
export const containerKind: MachineKind = {
  async create({ lab, image }, machine) {
    await run(createArguments(machine, { lab, network: networkName(lab), image }));
    await installIdentity(labFiles(lab).identity(machine.name), machine);
  },
  boot: (_, machine) => bootMachine(machine),
  async cutPower(lab, machine) {
    await cutPower(machine);
    await forgetSlowLink(lab, machine);
  },
  shutDown: (_, machine) => shutDown(machine),
  exec: (_, machine, argv, options) => execIn(machine, argv, options),
  remove: (_, { container }) => removeContainers([container]),
  readStates: readContainerStates,
  keep: keepContainer,
  bringBack: bringBackContainer,
  link: { cut: (_, machine) => cutLink(machine), heal: healLink, slow: slowLink, read: readLink },
};
