import { isOfJoins } from '../plan/join-epoch';
import type { ActivityDependencies } from './activity-frame';
import type { SlipwayActivities } from './contract';
import { runOnControlPlane, writerOf } from './control-plane-access';

const IN_KUBE_SYSTEM = ['--namespace', 'kube-system'];
/** Names and descriptions: the tokens themselves stay where they are. */
const DESCRIBE =
  'go-template={{range .items}}{{.metadata.name}} {{with .data.description}}{{base64decode .}}{{end}}{{"\\n"}}{{end}}';

/** Afterwards the API holds no certificates for joins, and no token that was made for the joins of a run. */
export function retireJoinMaterial(dependencies: ActivityDependencies): SlipwayActivities['retireJoinMaterial'] {
  return (input) =>
    runOnControlPlane(dependencies, input, async ({ kubectl, signal, report }) => {
      const ofType = '--field-selector=type=bootstrap.kubernetes.io/token';
      const listed = await kubectl.run([...IN_KUBE_SYSTEM, 'get', 'secrets', ofType, '--output', DESCRIBE], { signal });
      const tokens = findTokensOfJoins(listed);
      report(`retiring ${tokens.length} tokens and the uploaded certificates`);
      await kubectl.run([...IN_KUBE_SYSTEM, 'delete', 'secret', '--ignore-not-found', 'kubeadm-certs', ...tokens], {
        signal,
        writer: writerOf('retire join material', input.fence),
      });
      return { tokens: tokens.length };
    });
}

/** Names of the Secrets, of lines of a name and a description. */
export function findTokensOfJoins(listed: string): string[] {
  return listed.split('\n').flatMap((line) => {
    const [name = '', ...description] = line.split(' ');
    return isOfJoins(description.join(' ')) ? [name] : [];
  });
}
