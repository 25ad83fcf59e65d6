import { z } from 'zod';
import { rawObject } from './json';
import { text } from './scalars';

export const kubeProxySchema = z.strictObject({
  mode: z
    .enum(['iptables', 'nftables', 'ipvs', 'none'])
    .default('iptables')
    .describe('How kube-proxy programs services; `none`: there is no kube-proxy, since the pod network replaces it.'),
  configuration: rawObject().describe('Raw KubeProxyConfiguration fields, merged last.'),
});

export const kubeletSchema = z.strictObject({
  configuration: rawObject().describe('Raw KubeletConfiguration fields, merged last.'),
});

const PREFLIGHT_CHECK = 'the name of one kubeadm preflight check such as SystemVerification; `all` is refused';
const preflightCheck = () =>
  text(PREFLIGHT_CHECK, /^[A-Za-z][A-Za-z0-9._/-]*$/, 128).refine((name) => name.toLowerCase() !== 'all', {
    error: PREFLIGHT_CHECK,
  });

export const kubeadmSchema = z.strictObject({
  clusterConfiguration: rawObject().describe('Raw kubeadm ClusterConfiguration fields, merged last.'),
  initConfiguration: rawObject().describe('Raw kubeadm InitConfiguration fields, merged last.'),
  joinConfiguration: rawObject().describe('Raw kubeadm JoinConfiguration fields, merged last.'),
  ignorePreflightErrors: z
    .array(preflightCheck(), { error: 'a list of names of kubeadm preflight checks' })
    .default([])
    .describe('kubeadm preflight checks whose errors are taken as warnings. `all` is refused.'),
});
