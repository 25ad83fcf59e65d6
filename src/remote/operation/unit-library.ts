import { sh } from '../../ssh/shell';
import { OPERATIONS_DIRECTORY, SCRIPTS_DIRECTORY } from '../places';

/**
 * `is_running ID`: the unit is there, or its start is queued, in the boot that started it. When systemd does not answer,
 * nobody can say that it has ended, so it counts as running. `has_ended ID`: an outcome stands, or none will ever come.
 */
export const unitLibrary = sh`
operations=${OPERATIONS_DIRECTORY}
scripts=${SCRIPTS_DIRECTORY}

boot_id() { cat /proc/sys/kernel/random/boot_id; }

is_of_this_boot() { [ "$(cat -- "$operations/$1/boot" 2>/dev/null)" = "$(boot_id)" ]; }

is_running() {
  is_of_this_boot "$1" || return 1
  states=$(systemctl show -p ActiveState -p Job -- "slipway-op-$1.service" 2>/dev/null) || return 0
  case $states in
    *ActiveState=active* | *ActiveState=activating* | *ActiveState=reloading* | *ActiveState=deactivating*) true ;;
    *Job=[1-9]*) true ;;
    *) false ;;
  esac
}

has_ended() { [ -e "$operations/$1/exit" ] || ! is_running "$1"; }
`;
