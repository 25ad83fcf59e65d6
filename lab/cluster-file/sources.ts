import { PATHS, kubernetesBinaryPath } from '../artifacts/paths';
import { listRepositories } from '../packages/catalogue';
import { type Software, TOOLS, containerdRelease, needsTool } from '../software';
import { VERSIONS } from '../versions';

export interface SourcesInput {
  readonly software: Software;
  readonly mirrorUrl: string;
  /** sha256 by the path of the artifact. */
  readonly checksums: ReadonlyMap<string, string>;
  /** File on this host with the public key of the lab's packages. */
  readonly packageKey: string;
}

/** Where the nodes get everything but images, on the lab's mirror; pure. Throws for an artifact without a checksum. */
export function renderSources(input: SourcesInput): object {
  const { software } = input;
  const tools = TOOLS.filter((tool) => needsTool(tool, software));
  const archives = software.packaged === true ? {} : renderArchives(input);
  const toolArchives = software.packaged === true ? tools.filter((tool) => tool !== 'crictl') : tools;
  return {
    ...(software.packaged === true ? { packages: { repositories: renderRepositories(input) } } : {}),
    ...(tools.length === 0
      ? {}
      : { tools: Object.fromEntries(tools.map((tool) => [tool, { version: VERSIONS[tool] }])) }),
    artifacts: {
      ...archives,
      ...Object.fromEntries(toolArchives.map((tool) => [tool, locate(input, PATHS[tool])])),
    },
  };
}

function renderArchives(input: SourcesInput): object {
  const { kubernetesVersion } = input.software;
  const containerd = containerdRelease(input.software);
  const binaries = ['kubeadm', 'kubelet', 'kubectl'].map((name) => [
    name,
    checksumOf(input, kubernetesBinaryPath(kubernetesVersion, name)),
  ]);
  return {
    kubernetes: { baseUrl: `${input.mirrorUrl}/dl.k8s.io/release`, sha256: { amd64: Object.fromEntries(binaries) } },
    ...(input.software.runtime === 'docker'
      ? {}
      : {
          containerd: locate(input, PATHS.containerd(containerd.version)),
          runc: locate(input, PATHS.runc(containerd.runc)),
        }),
    cniPlugins: locate(input, PATHS.cniPlugins),
  };
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
