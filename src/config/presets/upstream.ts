import { describeDockerRepository, describeMinorRepository, type Preset } from './preset';

/** pkgs.k8s.io serves no older minor. */
const OLDEST_MINOR = 24;

/** Everything from the projects themselves: the schema's own defaults. */
export const upstream: Preset = {
  spec: {},
  kubernetesPackages: (minor) =>
    minor < OLDEST_MINOR ? undefined : describeMinorRepository('https://pkgs.k8s.io/core:/stable:', minor),
  dockerPackages: describeDockerRepository('https://download.docker.com'),
};
