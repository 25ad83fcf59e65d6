import { PATHS, kubernetesBinaryPath } from '../artifacts/paths';
import { listRepositories } from '../packages/catalogue';
import { type Software, TOOLS, containerdRelease, isPackaged, needsCriDockerd, needsTool } from '../software';
import { VERSIONS, kubernetesRelease } from '../versions';

export interface SourcesInput {
  readonly software: Software;
  readonly mirrorUrl: string;
  /** sha256 by the path of the artifact. */
  readonly checksums: ReadonlyMap<string, string>;
  /** Some machines are for an etcd of their own. */
  readonly hasEtcdMachines: boolean;
  /** File on this host with the public key of the lab's packages. */
  readonly packageKey: string;
}

/** Where the nodes get everything but images, on the lab's mirror; pure. Throws for an artifact without a checksum. */
export function renderSources(input: SourcesInput): object {
  const { software } = input;
  const tools = TOOLS.filter((tool) => needsTool(tool, software));
  // Kubernetes' packages bring crictl along.
  const archived = tools.filter((tool) => tool !== 'crictl' || !isPackaged('kubernetes', software));
  const repositories = renderRepositories(input);
  return {
    ...(repositories.length === 0 ? {} : { packages: { repositories } }),
    ...(tools.length === 0
      ? {}
      : {
          tools: Object.fromEntries(
            tools.map((tool) => [tool, archived.includes(tool) ? { version: VERSIONS[tool] } : {}]),
          ),
        }),
    artifacts: {
      ...(isPackaged('kubernetes', software) ? {} : renderKubernetes(input)),
      ...(isPackaged('runtime', software) ? {} : renderContainerd(input)),
      ...(needsCriDockerd(software) ? { criDockerd: locate(input, PATHS.criDockerd) } : {}),
      ...(input.hasEtcdMachines ? { etcd: locate(input, PATHS.etcd(etcdOf(software))) } : {}),
      ...Object.fromEntries(archived.map((tool) => [tool, locate(input, PATHS[tool])])),
    },
  };
}

const etcdOf = ({ kubernetesVersion }: Software) => kubernetesRelease(kubernetesVersion).etcd;

function renderKubernetes(input: SourcesInput): object {
  const binaries = ['kubeadm', 'kubelet', 'kubectl'].map((name) => [
    name,
    checksumOf(input, kubernetesBinaryPath(input.software.kubernetesVersion, name)),
  ]);
  return {
    kubernetes: { baseUrl: `${input.mirrorUrl}/dl.k8s.io/release`, sha256: { amd64: Object.fromEntries(binaries) } },
    cniPlugins: locate(input, PATHS.cniPlugins),
  };
}

function renderContainerd(input: SourcesInput): object {
  const { version, runc } = containerdRelease(input.software);
  return { containerd: locate(input, PATHS.containerd(version)), runc: locate(input, PATHS.runc(runc)) };
}

function renderRepositories({ software, mirrorUrl, packageKey }: SourcesInput): object[] {
  const keys = [{ file: packageKey }];
  return listRepositories(software).map(({ name, format, path }) => ({
    name,
    [format]: { url: `${mirrorUrl}/${path}/`, ...(format === 'rpm' ? { verify: 'both' } : {}), keys },
  }));
}

function locate(input: SourcesInput, path: string): object {
  return { url: `${input.mirrorUrl}/${path}`, sha256: { amd64: checksumOf(input, path) } };
}

function checksumOf({ checksums }: SourcesInput, path: string): string {
  const checksum = checksums.get(path);
  if (checksum === undefined) throw new Error(`No checksum is known of ${path}; run npm run lab -- artifacts.`);
  return checksum;
}
