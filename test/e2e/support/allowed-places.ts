/** Where a machine may hold secrets of its cluster, and why; printed by the test that searches everywhere else. */
export const ALLOWED_PLACES: readonly { readonly path: RegExp; readonly why: string }[] = [
  { path: /^\/etc\/kubernetes\/pki\//, why: 'kubeadm keeps keys of the cluster and of etcd here' },
  { path: /^\/etc\/kubernetes\/[a-z-]+\.conf$/, why: 'kubeadm and the kubelet keep kubeconfigs here' },
  { path: /^\/var\/lib\/kubelet\/pki\//, why: 'the kubelet keeps its client and serving keys here' },
  { path: /^\/var\/lib\/etcd\//, why: 'etcd keeps every Secret here, bootstrap tokens included' },
  { path: /^\/etc\/ssh\/ssh_host_\w+_key$/, why: 'sshd keeps the host keys here' },
  {
    path: /^\/run\/slipway\/join\/epoch-\d+$/,
    why: 'tmpfs, for root alone: the issuer of join material keeps it until it expires',
  },
  {
    path: /^\/run\/slipway\/join-request\.key$/,
    why: 'tmpfs, for root alone: the key that this node is sent join material with',
  },
];
