import type { Check } from '../guide-case';
import { kubernetesNodes } from './cluster';
import { onEveryNode } from './on-every-node';

/** `crictl ps` reads /etc/crictl.yaml, as a person's would. */
export const crictlSeesPods: Check = {
  title: '`crictl ps` sees the pods, with no endpoint on its command line',
  run: (bench) => onEveryNode(bench, 'crictl ps', (said) => said.includes('kube-proxy')),
};

export const ctrSeesImages: Check = {
  title: '`ctr -n k8s.io` sees their containers and images',
  run: (bench) =>
    onEveryNode(bench, 'ctr -n k8s.io containers ls -q | wc -l; ctr -n k8s.io images ls -q', (said) => {
      const [containers = '', ...images] = said.split('\n');
      return Number(containers) > 0 && images.some((image) => image.includes('kube-proxy'));
    }),
};

/** The pods are Docker's own containers, whoever stands between it and the kubelet. */
export const dockerSeesPods: Check = {
  title: '`docker ps` sees the pods',
  run: (bench) => onEveryNode(bench, "docker ps --format '{{.Names}}'", (said) => said.includes('k8s_kube-proxy_')),
};

export type CgroupDriver = 'systemd' | 'cgroupfs';

/** What the runtime itself says it does, and what the kubelet was configured with. */
export const cgroupDriversAgree = (driver: CgroupDriver): Check => ({
  title: `the runtime and the kubelet both use the cgroup driver ${driver}`,
  run: (bench) =>
    onEveryNode(
      bench,
      `grep '^cgroupDriver:' /var/lib/kubelet/config.yaml
if command -v docker >/dev/null; then docker info -f 'SystemdCgroup: {{eq .CgroupDriver "systemd"}}'
else crictl info | grep -o '"SystemdCgroup": [a-z]*' | sort -u | tail -n 1; fi`,
      (said) => {
        const [kubelet = '', runtime = ''] = said.toLowerCase().split('\n');
        return kubelet.endsWith(driver) && runtime.endsWith(String(driver === 'systemd'));
      },
    ),
});

/** The socket that crictl.yaml names is the one that the kubelet was told of. */
export const crictlInfoAnswers = (socket: string): Check => ({
  title: `\`crictl info\` answers on ${socket}, which is the kubelet’s`,
  run: (bench) =>
    onEveryNode(
      bench,
      `crictl -r ${socket} info | grep -c RuntimeReady
tr '\\0' '\\n' < /proc/$(pidof kubelet)/cmdline | grep container-runtime-endpoint || grep containerRuntimeEndpoint /var/lib/kubelet/config.yaml`,
      (said) => !said.startsWith('0') && said.includes(socket),
    ),
});

const ID = 'cgroup-driver';

/** Planned only: nothing of the cluster changes. */
export const otherCgroupDriverIsRefused = (driver: CgroupDriver): Check => {
  const other = driver === 'systemd' ? 'cgroupfs' : 'systemd';
  return {
    title: `a file that wants ${other} for the nodes that run with ${driver} is refused by preflight`,
    async run(bench) {
      const { cluster } = bench.lastWanted;
      const runtime = { ...cluster.spec.runtime, cgroupDriver: other } as const;
      const { plan } = await bench.temporal.slipway.plan({ ...cluster, spec: { ...cluster.spec, runtime } });
      const refused = plan.findings.filter(({ id, verdict }) => id === ID && verdict.kind === 'yours-to-fix');
      const isRefused = kubernetesNodes(bench).every(({ name }) => refused.some(({ node }) => node === name));
      if (!isRefused) throw new Error(`findings: ${JSON.stringify(plan.findings)}`);
      return `for ${refused.length} nodes: ${refused[0]?.message ?? ''}`;
    },
  };
};
