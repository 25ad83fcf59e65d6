import type { LabState } from './lab-state';
import type { MachinePlace } from './machines/kind';
import type { Machine } from './machines/machine';

/** What this machine of the lab is made in, and of. Throws where the lab has no image for its kind. */
export function placeOf({ name, network, image, virtualImage }: LabState, machine: Machine): MachinePlace {
  const own = machine.virtual === undefined ? image : virtualImage;
  if (own === undefined) throw new Error(`Lab ${name} has no image for ${machine.name}; bring it up again.`);
  return { lab: name, network, image: own };
}
