import { addPackageRepositories } from './add-package-repositories';
import { awaitFirstBoot } from './await-first-boot';
import { completeKubectl } from './complete-kubectl';
import { installBasePackages } from './install-base-packages';
import { installEtcd } from './install-etcd';
import { installEtcdClient } from './install-etcd-client';
import { installKubernetes } from './install-kubernetes';
import { installLoadBalancer } from './install-load-balancer';
import { installRuntime } from './install-runtime';
import { installTools } from './install-tools';
import { keepTime } from './keep-time';
import { leavePodInterfaces } from './leave-pod-interfaces';
import { loadKernelModules } from './load-kernel-modules';
import { pullImages } from './pull-images';
import { raiseLimits } from './raise-limits';
import { retireEtcd } from './retire-etcd';
import { retireHosts } from './retire-hosts';
import { retireKubelet } from './retire-kubelet';
import { retireLoadBalancer } from './retire-load-balancer';
import { setFirewall } from './set-firewall';
import { setHostname } from './set-hostname';
import { setSelinux } from './set-selinux';
import { setSysctls } from './set-sysctls';
import { setTimeZone } from './set-time-zone';
import type { BuildStep } from './step-input';
import { turnSwapOff } from './turn-swap-off';
import { writeHosts } from './write-hosts';

/** The steps of each activity, in the order in which they are taken. */
export const registry = {
  // Signatures and certificates are judged by the clock: it is right before anything is downloaded.
  prepare: [
    awaitFirstBoot,
    setHostname,
    writeHosts,
    setSelinux,
    turnSwapOff,
    setFirewall,
    setTimeZone,
    keepTime,
    installBasePackages,
    addPackageRepositories,
    loadKernelModules,
    setSysctls,
    raiseLimits,
    leavePodInterfaces,
    installEtcd,
    installEtcdClient,
  ],
  runtime: [installRuntime, installTools],
  loadBalancer: [installLoadBalancer],
  kubernetes: [installKubernetes, completeKubectl],
  images: [pullImages],
  retire: [retireLoadBalancer, retireKubelet, retireEtcd, retireHosts],
} as const satisfies Record<string, readonly BuildStep[]>;

/** Those that a machine needs which runs a member of etcd and no kubelet. */
export const onEtcdAlone: readonly BuildStep[] = [
  awaitFirstBoot,
  setHostname,
  writeHosts,
  setSelinux,
  setFirewall,
  setTimeZone,
  keepTime,
  addPackageRepositories,
  installEtcd,
  retireEtcd,
  retireHosts,
];
