import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Lab } from '../lab';
import { VIRTUAL_HOST } from '../machines/machine';
import { gatewayOf } from '../network/subnet';
import { projectRoot } from '../paths';
import { containerdRelease } from '../software';
import { corednsImage } from '../images/catalogue';
import { kubernetesRelease, VERSIONS } from '../versions';

/** A moment of the floor script: milliseconds since its beginning. */
export interface Lap {
  readonly title: string;
  readonly atMs: number;
}

/** Runs the hand-written script against a fresh lab; its laps. Throws when the script fails. */
export async function runFloor(lab: Lab): Promise<readonly Lap[]> {
  const status = await lab.status();
  if (status === undefined) throw new Error(`lab ${lab.name} is not up`);
  const { network, kubernetesVersion } = status.state;
  const release = kubernetesRelease(kubernetesVersion);
  const containerd = containerdRelease(status.state);
  const manifest = `${status.urls.mirrorUrl}/lab/flannel/v${VERSIONS.flannel}/kube-flannel.yml`;
  const list = (role: string) =>
    status.machines
      .filter((machine) => machine.role === role)
      .map((machine) => `${machine.name}=${machine.address}`)
      .join(' ');
  return readLaps({
    LAB: lab.name,
    GATEWAY: gatewayOf(network),
    VIP: `${network}.${VIRTUAL_HOST}`,
    KUBERNETES: kubernetesVersion,
    PAUSE_TAG: release.pause,
    CONTAINERD: containerd.version,
    RUNC: containerd.runc,
    CNI_PLUGINS: VERSIONS.cniPlugins,
    ETCD_TAG: release.etcd,
    COREDNS_TAG: corednsImage(release).tag,
    FLANNEL_MANIFEST: manifest,
    FLANNEL_IMAGES: await readImages(manifest),
    CONTROL_PLANES: list('control-plane'),
    WORKERS: list('worker'),
  });
}

async function readImages(manifest: string): Promise<string> {
  const text = await (await fetch(manifest)).text();
  return [...new Set([...text.matchAll(/^\s*image: (\S+)$/gm)].map((match) => match[1]))].join(' ');
}

function readLaps(env: Readonly<Record<string, string>>): Promise<readonly Lap[]> {
  const script = join(projectRoot(), 'lab', 'bench', 'floor.sh');
  const child = spawn(script, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  const laps: Lap[] = [];
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors = (errors + text).slice(-4000)));
  createInterface(child.stdout).on('line', (line) => {
    const [, atMs, title] = /^lap (\d+) (.+)$/.exec(line) ?? [];
    if (title !== undefined) laps.push({ title, atMs: Number(atMs) });
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(laps);
      else reject(new Error(`the floor script ended with ${code}: ${errors}`));
    });
  });
}
