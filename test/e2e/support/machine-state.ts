import type { Lab } from '../../../lab';
import { differences, listFiles } from './listing';

/** What of a machine a cluster could leave something in, each as sorted lines. */
export interface MachineState {
  readonly files: string;
  readonly units: string;
  readonly mounts: string;
  readonly links: string;
  readonly routes: string;
  readonly firewall: string;
  readonly processes: string;
  readonly ports: string;
}

const LOOKS: Readonly<Record<Exclude<keyof MachineState, 'files'>, string>> = {
  units: `systemctl list-unit-files --no-legend --plain | awk '{ print $1, $2 }'
systemctl list-units --all --no-legend --plain --state=active,activating,failed | awk '{ print $1, $3 }'`,
  mounts: "awk '{ print $2, $3 }' /proc/mounts",
  links: "ip -o link | awk -F': ' '{ print $2 }'; ip -o address | awk '{ print $2, $4 }'",
  routes: 'ip -4 route; ip -6 route',
  firewall: `for filter in iptables ip6tables; do $filter-save | sed -E '/^#/d; s/ \\[[0-9:]*\\]//'; done
nft list ruleset | sed -E 's/counter packets [0-9]+ bytes [0-9]+/counter/'`,
  // What looks runs in a session of its own, and is not to be seen.
  processes: `ps -eo ppid=,sid=,comm= | awk -v own="$(ps -o sid= -p $$)" '$1 != 2 && $2 != own + 0 { print $3 }'`,
  ports: "ss -Hlntu | awk '{ print $1, $5 }'",
};

/** Read on the machine, past everything of the product. */
export async function readMachineState(lab: Lab, machine: string): Promise<MachineState> {
  // One after the other: what looks is a process too.
  const looks = Object.values(LOOKS).map((script) => `{ ${script}\n} 2>/dev/null | sort -u; printf '\\f'`);
  const { stdout } = await lab.exec(machine, ['sh', '-c', looks.join('\n')]);
  const seen = stdout.split('\f').map((text) => text.trim());
  const states = Object.keys(LOOKS).map((name, index) => [name, seen[index] ?? ''] as const);
  return { files: await listFiles(lab, machine), ...Object.fromEntries(states) } as MachineState;
}

/** What may differ on a machine that was reset, and why. */
export interface Allowance {
  readonly line: RegExp;
  readonly why: string;
}

export interface Comparison {
  /** Differences that nothing allows. */
  readonly strays: readonly string[];
  /** How many differences each reason allows. */
  readonly allowed: ReadonlyMap<string, number>;
}

/** Every line that differs, `-` for what has gone and `+` for what has come, with the part of the state in front. */
export function compareStates(before: MachineState, after: MachineState, allowances: readonly Allowance[]): Comparison {
  const strays: string[] = [];
  const allowed = new Map<string, number>();
  for (const part of Object.keys(before) as (keyof MachineState)[])
    for (const line of differences(before[part], after[part])) {
      const titled = `${part}: ${line}`;
      const allowance = allowances.find((each) => each.line.test(titled));
      if (allowance === undefined) strays.push(titled);
      else allowed.set(allowance.why, (allowed.get(allowance.why) ?? 0) + 1);
    }
  return { strays, allowed };
}
