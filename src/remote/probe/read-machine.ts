import type { NodeFacts } from '../../plan/facts';
import type { ProbeAnswers } from './answers';
import { readDefaultInterface, readInterfaces } from './ip-lines';

/** What `tellMachine` told, as values; clock, fence, kubeadm and steps are read elsewhere. */
export type MachineFacts = Omit<NodeFacts, 'node' | 'clock' | 'fence' | 'kubeadm' | 'steps'>;

export function readMachine(answers: ProbeAnswers, wantedPorts: readonly number[]): MachineFacts {
  return {
    os: readOs(answers),
    architecture: readArchitecture(answers.text('architecture')),
    kernelRelease: answers.text('kernel'),
    systemdVersion: Number(/^systemd (\d+)/.exec(answers.text('systemd'))?.[1] ?? 0),
    cpus: Number(answers.text('cpus')),
    memoryMiB: Math.floor(Number(/(\d+) kB/.exec(answers.text('memory'))?.[1] ?? 0) / 1024),
    hostname: answers.text('hostname'),
    machineId: answers.text('machine-id'),
    interfaces: readInterfaces(answers.lines('links'), answers.lines('addresses')),
    cgroupVersion: answers.text('cgroup') === 'cgroup2fs' ? 2 : 1,
    swap: {
      active: answers.lines('swaps').map((line) => line.split(/\s/)[0] ?? ''),
      persistent: answers.lines('swap-persistent').length > 0,
    },
    disks: answers.all('disk').map(readDisk),
    modules: answers.all('module').map(readModule),
    ports: readListeners(answers.lines('listeners'), wantedPorts),
    cloudInit: readCloudInit(answers),
    resolvers: answers.lines('resolvers').flatMap((line) => /^nameserver\s+(\S+)/.exec(line)?.[1] ?? []),
    unresolvable: answers.all('unresolvable'),
    rulesLoadedBy: answers.all('rules-loaded-by'),
    versions: readVersions(answers),
    ...readOptional(answers),
  };
}

function readOptional(answers: ProbeAnswers): Partial<MachineFacts> {
  const productUuid = answers.optional('product-uuid')?.toLowerCase();
  const defaultInterface = readDefaultInterface(answers.lines('routes'));
  const fdatasyncP99Ms = readLatency(answers.lines('sync-seconds'));
  const packageLock = answers.optional('package-lock');
  const cgroupDrivers = readCgroupDrivers(answers);
  const firewall = answers.optional('firewall');
  const selinux = answers.optional('selinux');
  return {
    ...(productUuid && { productUuid }),
    ...(defaultInterface && { defaultInterface }),
    ...(fdatasyncP99Ms !== undefined && { fdatasyncP99Ms }),
    ...(cgroupDrivers && { cgroupDrivers }),
    ...(packageLock && { packageLock: describeLock(packageLock) }),
    ...(firewall && { firewall }),
    ...(selinux && { selinux: selinux === '1' ? 'enforcing' : 'permissive' }),
  };
}

function readOs(answers: ProbeAnswers): NodeFacts['os'] {
  const values = new Map(
    answers.lines('os-release').map((line) => {
      const at = line.indexOf('=');
      return [line.slice(0, at), line.slice(at + 1).replaceAll(/^["']|["']$/g, '')] as const;
    }),
  );
  return {
    id: values.get('ID') ?? 'unknown',
    idLike: (values.get('ID_LIKE') ?? '').split(' ').filter((id) => id !== ''),
    versionId: values.get('VERSION_ID') ?? '',
    prettyName: values.get('PRETTY_NAME') ?? values.get('ID') ?? 'an unknown system',
  };
}

function readArchitecture(machine: string): NodeFacts['architecture'] {
  if (machine === 'x86_64') return 'amd64';
  return machine === 'aarch64' ? 'arm64' : 'unknown';
}

function readDisk(line: string): NodeFacts['disks'][number] {
  const [path = '', writable, free] = line.split(' ');
  return { path, freeMiB: Math.floor(Number(free ?? 0) / 1024), readOnly: writable !== 'yes' };
}

function readModule(line: string): NodeFacts['modules'][number] {
  const [name = '', state] = line.split(' ');
  return { name, state: state === 'loaded' || state === 'loadable' ? state : 'missing' };
}

/** `LISTEN 0 4096 *:6443 *:* users:(("kube-apiserver",pid=812,fd=3))` */
function readListeners(lines: readonly string[], wantedPorts: readonly number[]): NodeFacts['ports'] {
  const holders = new Map<number, string>();
  for (const line of lines) {
    const port = Number(/:(\d+)$/.exec(line.split(/\s+/)[3] ?? '')?.[1]);
    const process = /\(\("([^"]*)",pid=(\d+)/.exec(line);
    if (wantedPorts.includes(port)) holders.set(port, process ? `${process[1]} (pid ${process[2]})` : 'unknown');
  }
  return [...holders].map(([port, process]) => ({ port, process })).toSorted((a, b) => a.port - b.port);
}

function readCloudInit(answers: ProbeAnswers): NodeFacts['cloudInit'] {
  const status = /status: (\w+)/.exec(answers.text('cloud-init'))?.[1];
  if (status === undefined || status === 'disabled' || status === 'not') return 'absent';
  if (status === 'error') return 'failed';
  return status === 'running' ? 'running' : 'done';
}

function readVersions(answers: ProbeAnswers): NodeFacts['versions'] {
  const commands = ['containerd', 'runc', 'docker', 'crio', 'kubeadm', 'kubelet', 'kubectl'] as const;
  const found = commands.flatMap((command) => {
    const version = /\bv?(\d+\.\d+\.\d+[^\s,]*)/.exec(answers.text(`version-${command}`))?.[1];
    return version === undefined ? [] : [[command, version] as const];
  });
  return Object.fromEntries(found);
}

/** `systemd 12`: the driver of the runtime and its running containers. Undefined where neither is configured. */
function readCgroupDrivers(answers: ProbeAnswers): NodeFacts['cgroupDrivers'] {
  const [runtime, running] = answers.text('cgroup-runtime').split(' ');
  const kubelet = readDriver(answers.text('cgroup-kubelet').replaceAll('"', ''));
  const driver = readDriver(runtime);
  if (kubelet === undefined && driver === undefined) return undefined;
  return {
    ...(kubelet && { kubelet }),
    ...(driver && { runtime: { driver, runningContainers: Number(running ?? 0) } }),
  };
}

function readDriver(text: string | undefined): 'systemd' | 'cgroupfs' | undefined {
  return text === 'systemd' || text === 'cgroupfs' ? text : undefined;
}

/** `0.00123 s,` a line, as dd prints it; fewer than ten say nothing. */
function readLatency(lines: readonly string[]): number | undefined {
  const seconds = lines.map((line) => Number.parseFloat(line)).filter((value) => Number.isFinite(value));
  if (seconds.length < 10) return undefined;
  const sorted = seconds.toSorted((a, b) => a - b);
  const p99 = sorted[Math.ceil(sorted.length * 0.99) - 1] ?? 0;
  return Math.round(p99 * 100_000) / 100;
}

function describeLock(line: string): string {
  const [file, pid, process] = line.split(' ');
  return `${process ?? 'a process'} (pid ${pid}) holds ${file}`;
}
