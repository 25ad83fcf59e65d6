import type { Question, Violations } from './question';

const ENDS = `
for operation in /var/lib/slipway/operations/*-kubeadm-init-*/; do
  cat "$operation/exit" 2>/dev/null || echo none
done`;

/** kubeadm init came to its end once in all, on one machine, however often it was begun. */
export async function checkInit({ bench, controlPlanes }: Question): Promise<Violations> {
  const ends = await Promise.all(
    controlPlanes.map(async (node) => {
      const { stdout } = await bench.lab.exec(node, ['sh', '-c', ENDS]);
      return stdout.split('\n').filter((line) => line !== '' && line !== 'none');
    }),
  );
  const succeeded = ends.flat().filter((end) => end.startsWith('exited 0 '));
  const machines = ends.filter((each) => each.some((end) => end.startsWith('exited 0 '))).length;
  return [
    // Its last moments may be lost with the power: then the cluster stands and no exit code does.
    ...(succeeded.length > 1 ? [`kubeadm init came to its end ${succeeded.length} times`] : []),
    ...(machines > 1 ? [`kubeadm init came to its end on ${machines} machines`] : []),
  ];
}
