import type { Check } from '../guide-case';
import { onEveryNode } from './on-every-node';

/** Its only worker is containerd, whose images of that namespace are the kubelet's. */
export const buildkitAnswers: Check = {
  title: 'buildkitd runs as a unit, and `buildctl debug workers` names containerd’s namespace k8s.io',
  run: (bench) =>
    onEveryNode(
      bench,
      "systemctl is-active buildkit; buildctl debug workers -v | grep 'containerd.namespace'",
      (said) => /^active\n.*k8s\.io$/.test(said),
    ),
};

export const kubectlIsCompleted: Check = {
  title: 'bash knows how to complete kubectl',
  run: (bench) =>
    onEveryNode(bench, "bash -c '. /usr/share/bash-completion/bash_completion; complete -p kubectl'", (said) =>
      said.includes('__start_kubectl'),
    ),
};

const HUB = 'docker.io';

/** What the file names, where containerd itself says that it looks. */
export const mirrorIsInPlace: Check = {
  title: `/etc/containerd/certs.d/${HUB}/hosts.toml names the mirror, and containerd reads that directory`,
  run: (bench) => {
    const { mirrors } = bench.lastWanted.cluster.spec.registry;
    const endpoint = mirrors.find(({ host }) => host === HUB)?.endpoints[0] ?? 'a mirror that is not in the file';
    return onEveryNode(
      bench,
      `containerd config dump | grep config_path; cat /etc/containerd/certs.d/${HUB}/hosts.toml`,
      (said) => /config_path = ["']\/etc\/containerd\/certs\.d["']/.test(said) && said.includes(endpoint),
    );
  },
};
