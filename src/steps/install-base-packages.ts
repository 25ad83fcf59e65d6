import { kubernetesTools } from '../catalog/kubernetes/tools';
import { packagesFor } from './packages';
import { type BuildStep, osOf } from './step-input';

/** Tools that Kubernetes calls on the node. */
export const installBasePackages: BuildStep = (input) => ({
  name: 'install-base-packages',
  title: 'Install the packages that Kubernetes needs',
  resources: packagesFor(osOf(input), kubernetesTools(input.cluster), 'none'),
});
