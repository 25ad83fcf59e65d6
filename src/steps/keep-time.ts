import type { Service } from '../catalog/service';
import { type ChronyConfInput, renderChronyConf } from '../render/chrony-conf';
import { controlPlanesOf, isControlPlane } from '../render/parts/control-planes';
import type { Resource } from '../resources/resource';
import { sh } from '../ssh/shell';
import { packagesFor } from './packages';
import { serviceResources } from './service';
import { type BuildStep, osOf, type StepInput } from './step-input';

/** A clock is stepped after four answers, two seconds apart. */
const LONGEST_SECONDS = 120;
/** A control plane serves the time once it has got as far as this itself, with packages from a mirror before that. */
const LONGEST_BESIDE_OTHERS_SECONDS = 600;

/**
 * chrony keeps the clock in step: by the servers of the cluster file, by the control planes where they serve the time,
 * or else by the servers that the package names.
 */
export const keepTime: BuildStep = (input) => {
  if (!input.cluster.spec.time.manage) return undefined;
  const os = osOf(input);
  const wanted = chooseSources(input);
  const service: Service = {
    unit: os.chrony.unit,
    files: wanted === undefined ? [] : [{ path: os.chrony.config, mode: '0644', content: renderChronyConf(wanted) }],
    active: true,
    disruption: 'none',
  };
  return {
    name: 'keep-time',
    title: 'Keep the clock in step',
    resources: [
      ...packagesFor(os, ['chrony'], 'none'),
      ...serviceResources(service),
      ...(wanted === undefined || wanted.isServing === true ? [] : [inStep(wanted.servers, longestOf(input))]),
    ],
  };
};

/**
 * What is installed, signed and joined next finds the right time. A machine that serves the time goes on without, since
 * it is its own source when no server answers. Source: chronyc(1), waitsync and burst.
 */
function inStep(servers: readonly string[], longestSeconds: number): Resource {
  const next = `let UDP 123 through to ${servers.join(', ')}, or name other servers in spec.time`;
  return {
    kind: 'command',
    title: 'a clock in step with a time server',
    check: sh`command -v chronyc >/dev/null || { echo 'chrony is not installed yet'; exit 1; }
timeout 5 chronyc waitsync 1 1 0 1 >/dev/null 2>&1 || { echo 'no time server has set it yet'; exit 1; }`,
    apply: sh`longest=${longestSeconds}
end=$(($(date +%s) + longest))
until chronyc waitsync 5 1 0 1 >/dev/null 2>&1; do
  [ "$(date +%s)" -lt "$end" ] || { echo "no time server has answered for $longest s: "${next} >&2; exit 1; }
  chronyc burst 4/4 >/dev/null 2>&1
  sleep 1
done`,
    long: true,
    disruption: 'none',
  };
}

const longestOf = ({ cluster }: StepInput) =>
  cluster.spec.time.fromControlPlanes ? LONGEST_BESIDE_OTHERS_SECONDS : LONGEST_SECONDS;

/** Undefined where the package's own configuration stays. */
function chooseSources({ cluster, node }: StepInput): ChronyConfInput | undefined {
  const { servers, fromControlPlanes } = cluster.spec.time;
  if (!fromControlPlanes) return servers.length === 0 ? undefined : { servers };
  const others = controlPlanesOf(cluster).filter(({ name }) => name !== node.name);
  const addresses = others.map(({ address }) => address);
  return isControlPlane(node) ? { servers: [...servers, ...addresses], isServing: true } : { servers: addresses };
}
