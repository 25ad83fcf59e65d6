import { Command, InvalidArgumentError, Option } from 'commander';
import { type Lab, type LabOptions, createLab } from '../lab';
import { listLabs } from '../lab-state';
import { lineProgress } from '../progress';
import { ensureMaterial } from '../up';
import { POD_NETWORKS } from '../software';
import { DEFAULT_KUBERNETES_VERSION, KUBERNETES_RELEASES } from '../versions';
import { parseVirtualMachine } from '../machines/vm/hardware';
import { formatStatus, formatUp } from './output';
import { openShell } from './ssh';

type Shape = Omit<LabOptions, 'progress'>;
type VirtualMachines = NonNullable<Shape['virtualMachines']>;

const print = (text: string) => process.stdout.write(`${text}\n`);

/** `npm run lab -- …`: the verbs of the lab, each over the door that tests use. */
export function createProgram(): Command {
  const program = new Command('lab')
    .description('Test machines for Slipway: containers or virtual machines, a registry and an artifact mirror.')
    .helpCommand(false)
    .configureHelp({ sortSubcommands: false });
  addLifecycle(program);
  addMachineVerbs(program);
  return program;
}

function addLifecycle(program: Command): void {
  withSoftware(withName(program.command('up').description('bring up machines; a lab that is up can grow')))
    .option('--control-planes <count>', 'control planes (a new lab: 3)', parseCount)
    .option('--workers <count>', 'workers (a new lab: 2)', parseCount)
    .option('--proxy', 'machines reach registry and mirror through an HTTP proxy alone')
    .option('--no-proxy', 'they reach them directly (a new lab does)')
    .option(
      '--vm <machine>',
      'gives it a kernel of its own, in QEMU: worker-1, or worker-1:swap,firewalld,cgroup-v1; may be given several times',
      collectVirtualMachine,
    )
    .action(async ({ vm: virtualMachines = {}, ...shape }: Shape & { vm?: VirtualMachines }) => {
      const lab = open({ ...shape, virtualMachines });
      const startMs = Date.now();
      const report = await lab.up();
      print(formatUp(report, await lab.status(), Date.now() - startMs));
    });
  withName(program.command('down').description('remove the machines, their data, the network and the keys')).action(
    async (shape: Shape) => {
      await open(shape).down();
      print(`Lab ${shape.name} is gone.`);
    },
  );
  program
    .command('status')
    .description('machines, services and files of one lab, or of all')
    .option('--name <name>', 'name of the lab')
    .action(async ({ name }: { name?: string }) => {
      const names = name === undefined ? await listLabs() : [name];
      for (const one of names) print(formatStatus(one, await createLab({ name: one }).status()));
      if (names.length === 0) print('There is no lab; bring one up with: npm run lab -- up');
    });
  withSoftware(program.command('artifacts').description('fill the cache of artifacts and images only')).action(
    async ({ kubernetesVersion = DEFAULT_KUBERNETES_VERSION, cni = 'flannel' }: Partial<Shape>) => {
      await ensureMaterial({ kubernetesVersion, cni }, lineProgress());
      print('Everything is in the cache.');
    },
  );
}

function addMachineVerbs(program: Command): void {
  withName(
    program.command('ssh <machine> [command...]').description('log in with the lab’s key, or run a command (after --)'),
  ).action(async (machine: string, command: string[], shape: Shape) => {
    process.exitCode = await openShell(open(shape), machine, command);
  });
  onMachine(program, 'power-cut', 'end everything on a machine at once', (lab, machine) => lab.powerCut(machine));
  onMachine(program, 'boot', 'start a machine that is off', (lab, machine) => lab.boot(machine));
  onMachine(program, 'cut-link', 'pull the network cable', (lab, machine) => lab.cutLink(machine));
  onMachine(program, 'heal-link', 'plug the cable in again, at full speed', (lab, machine) => lab.healLink(machine));
  withName(program.command('slow-link <machine>').description('delay and lose what a machine sends'))
    .option('--delay-ms <ms>', 'delay of every packet', parseCount, 100)
    .option('--loss-percent <percent>', 'share of packets that are lost', parseCount, 0)
    .action(
      async (machine: string, { delayMs, lossPercent, ...shape }: Shape & { delayMs: number; lossPercent: number }) => {
        await open(shape).slowLink(machine, { delayMs, lossPercent });
        print(`${machine}: packets are held for ${delayMs} ms, ${lossPercent} % are lost.`);
      },
    );
}

function onMachine(
  program: Command,
  verb: string,
  description: string,
  act: (lab: Lab, machine: string) => Promise<void>,
): void {
  withName(program.command(`${verb} <machine>`).description(description)).action(
    async (machine: string, shape: Shape) => {
      await act(open(shape), machine);
      print(`${machine}: ${verb} done.`);
    },
  );
}

const open = (shape: Shape): Lab => createLab({ ...shape, progress: lineProgress() });

const withName = (command: Command) => command.option('--name <name>', 'name of the lab', 'default');

const withSoftware = (command: Command) =>
  command
    .addOption(
      new Option(
        '--kubernetes-version <version>',
        `Kubernetes version (a new lab: ${DEFAULT_KUBERNETES_VERSION})`,
      ).choices(KUBERNETES_RELEASES.map((release) => release.version)),
    )
    .addOption(new Option('--cni <name>', 'pod network (a new lab: flannel)').choices([...POD_NETWORKS]));

function collectVirtualMachine(text: string, before: VirtualMachines = {}): VirtualMachines {
  const [name, options] = parseVirtualMachine(text);
  return { ...before, [name]: options };
}

function parseCount(text: string): number {
  if (/^\d{1,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('a whole number is expected');
}
