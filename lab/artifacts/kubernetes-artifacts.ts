import type { KubernetesRelease } from '../versions';
import type { Artifact, GoProgram } from './artifact';
import { KUBERNETES_BINARIES, kubernetesProgram } from './kubernetes-program';
import { PATHS, kubernetesBinaryPath } from './paths';

/** What is built of Kubernetes itself for a release. */
export function listKubernetesArtifacts(release: KubernetesRelease): readonly Artifact[] {
  const program = kubernetesProgram(release.version);
  return [
    ...KUBERNETES_BINARIES.map((binary) => kubernetesBinary(program, binary)),
    agnhost(program, release.agnhost),
    pause(release.version, release.pause),
  ];
}

function kubernetesBinary(program: GoProgram, binary: string): Artifact {
  const path = kubernetesBinaryPath(program.version, binary);
  return {
    path,
    official: { kind: 'file', checksumUrl: `https://${path}.sha256` },
    make: { kind: 'go-binary', program, binary },
  };
}

function agnhost(program: GoProgram, tag: string): Artifact {
  return {
    path: PATHS.agnhost(tag),
    official: { kind: 'image', reference: `registry.k8s.io/e2e-test-images/agnhost:${tag}`, member: 'agnhost' },
    make: { kind: 'go-binary', program, binary: 'agnhost' },
  };
}

/** Until Kubernetes had nodes of another kind, the sources stood in the directory above. */
const PAUSE_SOURCES: Readonly<Record<string, string>> = { '3.1': 'build/pause/pause.c' };

function pause(kubernetesVersion: string, tag: string): Artifact {
  return {
    path: PATHS.pause(tag),
    official: { kind: 'image', reference: `registry.k8s.io/pause:${tag}`, member: 'pause' },
    make: {
      kind: 'c-binary',
      module: 'k8s.io/kubernetes',
      version: kubernetesVersion,
      file: PAUSE_SOURCES[tag] ?? 'build/pause/linux/pause.c',
      defines: [`VERSION=v${tag}`],
    },
  };
}
