import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { LocalNode } from './local-node';

/**
 * A local node with as much of systemd as detached operations need: `systemd-run` starts a unit in a session of its
 * own, `systemctl show` tells whether it runs. Units are files that hold the process id of their main process.
 */
export class SystemdNode extends LocalNode {
  constructor() {
    super();
    mkdirSync(this.path('units'));
    this.addCommand('systemd-run', systemdRun);
    this.addCommand('systemctl', systemctl);
  }

  /** Kills everything that runs on the node at once, shells and units, with all their children. */
  powerCut(): void {
    const units = readdirSync(this.path('units')).map((unit) => readFileSync(this.path('units', unit), 'utf8').trim());
    this.killAll();
    for (const pid of listProcesses()) {
      if (units.includes(sessionOf(pid))) kill(Number(pid));
    }
  }

  override close(): Promise<void> {
    this.powerCut();
    return super.close();
  }
}

function listProcesses(): string[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
}

/** Empty for a process that has ended meanwhile. */
function sessionOf(pid: string): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[3] ?? '';
  } catch {
    return '';
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}

const systemdRun = `
for argument; do
  shift
  case $argument in
    --unit=*) unit=\${argument#--unit=} ;;
    --*) ;;
    *) set -- "$@" "$argument" ;;
  esac
done
echo "$*" >>"$LOCAL_NODE/started"
setsid "$@" </dev/null >/dev/null 2>&1 9>&- &
echo $! >"$LOCAL_NODE/units/$unit.service"`;

const systemctl = `
[ "$1" = show ] || exit 0
for unit; do :; done
pid=$(cat "$LOCAL_NODE/units/$unit" 2>/dev/null)
if [ -n "$pid" ] && grep -qs '^State:[[:space:]]*[^ZX[:space:]]' "/proc/$pid/status"; then echo ActiveState=active; else echo ActiveState=inactive; fi`;
