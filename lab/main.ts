import { Command } from 'commander';
import { createLab } from './lab';
import { lineProgress } from './progress';

async function main(): Promise<void> {
  const program = new Command('lab').description('Test machines for Slipway, in containers.');
  program
    .command('up')
    .option('--name <name>', 'name of the lab', 'default')
    .option('--control-planes <count>', 'number of control planes', Number)
    .option('--workers <count>', 'number of workers', Number)
    .action(async (o) => {
      const lab = createLab({ ...o, progress: lineProgress() });
      const r = await lab.up();
      console.log(r.booted, r.servicesStarted);
    });
  program
    .command('down')
    .option('--name <name>', 'name of the lab', 'default')
    .action(async (o) => createLab({ ...o, progress: lineProgress() }).down());
  await program.parseAsync();
}
main().catch((error: Error) => {
  console.error(error);
  process.exitCode = 1;
});
