import { nodesAreReady, systemPodsRun } from '../checks/cluster';
import {
  cgroupDriversAgree,
  type CgroupDriver,
  crictlInfoAnswers,
  crictlSeesPods,
  dockerSeesPods,
  otherCgroupDriverIsRefused,
} from '../checks/containers';
import type { Check, GuideCase } from '../guide-case';

interface Row {
  readonly name: string;
  readonly what: string;
  readonly example?: string;
  readonly lab: Partial<GuideCase['lab']>;
  readonly socket: string;
  readonly driver?: CgroupDriver;
  readonly checks?: readonly Check[];
  readonly edges?: readonly string[];
}

const CONTAINERD = 'unix:///run/containerd/containerd.sock';
const CRI_DOCKERD = 'unix:///run/cri-dockerd.sock';

const DOCKERSHIM =
  'cri-dockerd is the lab’s stand-in: its flags, units and socket before the code that it was made of, the dockershim of Kubernetes 1.23.17. Docker, in which the pods run, is Debian’s 20.10.24.';

const ROWS: readonly Row[] = [
  {
    name: 'containerd-1.6',
    what: 'containerd 1.6 (config v2)',
    lab: { containerdVersion: '1.6.20' },
    socket: CONTAINERD,
  },
  {
    name: 'containerd-1.7',
    what: 'containerd 1.7 (config v2)',
    lab: { containerdVersion: '1.7.28' },
    socket: CONTAINERD,
  },
  {
    name: 'containerd-2.1',
    what: 'containerd 2.1 (config v3)',
    lab: { containerdVersion: '2.1.4' },
    socket: CONTAINERD,
  },
  {
    name: 'cgroupfs',
    what: 'containerd 2.1 with cgroupfs',
    lab: { containerdVersion: '2.1.4' },
    socket: CONTAINERD,
    driver: 'cgroupfs',
  },
  {
    name: 'cri-o',
    what: 'CRI-O by apt',
    example: '003-cri-o.yaml',
    lab: { family: 'ubuntu-20.04', runtime: 'cri-o', packaged: ['runtime'] },
    socket: 'unix:///var/run/crio/crio.sock',
    checks: [otherCgroupDriverIsRefused('systemd')],
    edges: [
      'CRI-O is the lab’s stand-in: a package of that name with its unit, its program and its socket, which heeds CRI-O’s files (cgroup manager, sandbox image, OCI runtime, mirrors) and has a containerd of Debian do as they say. conmon and CRI-O’s storage are not shown.',
    ],
  },
  {
    name: 'cri-dockerd',
    what: 'Docker Engine by apt behind cri-dockerd',
    example: '003-cri-dockerd.yaml',
    lab: { family: 'ubuntu-20.04', runtime: 'docker', packaged: ['runtime'] },
    socket: CRI_DOCKERD,
    checks: [dockerSeesPods, otherCgroupDriverIsRefused('systemd')],
    edges: [DOCKERSHIM],
  },
  {
    name: 'mirantis',
    what: 'Mirantis Container Runtime by dnf behind cri-dockerd',
    example: '003-mirantis.yaml',
    lab: { family: 'rocky-9', runtime: 'mirantis', packaged: ['runtime'] },
    socket: CRI_DOCKERD,
    checks: [dockerSeesPods, otherCgroupDriverIsRefused('systemd')],
    edges: [
      'Mirantis Container Runtime is a stand-in: packages of its names with the programs of Debian’s Docker.',
      DOCKERSHIM,
    ],
  },
];

/** One row a runtime and a cgroup driver. */
export const guide003: readonly GuideCase[] = ROWS.map(describeRow);

function describeRow({ name, what, example = '003.yaml', lab, socket, driver = 'systemd', ...row }: Row): GuideCase {
  return {
    id: `003-${name}`,
    title: `${what}, one control plane and a worker: the cgroup driver ${driver} of runtime and kubelet`,
    example,
    lab: { controlPlanes: 1, workers: 1, tools: ['crictl'], ...lab },
    inLab: { runtime: { cgroupDriver: driver } },
    checks: [
      nodesAreReady,
      systemPodsRun,
      crictlInfoAnswers(socket),
      cgroupDriversAgree(driver),
      crictlSeesPods,
      ...(row.checks ?? []),
    ],
    edges: [...(row.edges ?? []), 'crictl is the lab’s stand-in.'],
    corrections: [
      {
        guide:
          'It names the sockets of runtimes, and leaves it to the reader that kubelet, kubeadm and crictl are told the same one.',
        instead: 'one setting that all three follow.',
      },
    ],
  };
}
