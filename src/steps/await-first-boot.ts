import { sh } from '../ssh/shell';
import type { BuildStep } from './step-input';

/** The longest that cloud-init is waited for; what hangs longer would hang for ever. */
const LONGEST_SECONDS = 900;

/** cloud-init, where a machine has it, has ended: until then it sets names, hosts and package sources of its own. */
export const awaitFirstBoot: BuildStep = () => ({
  name: 'await-first-boot',
  title: 'Wait until cloud-init has set the machine up',
  resources: [
    {
      kind: 'command',
      title: 'cloud-init',
      // The file is written at the end, whether or not there were errors; asking cloud-init itself costs a second.
      check: sh`{ [ ! -d /run/cloud-init ] || [ -e /run/cloud-init/disabled ] || [ -e /run/cloud-init/result.json ] ||
  ! command -v cloud-init >/dev/null; } || { echo 'still runs'; exit 1; }`,
      apply: sh`timeout ${LONGEST_SECONDS} cloud-init status --wait || [ "$?" != 124 ]`,
      long: true,
      disruption: 'none',
    },
  ],
});
