const sum = (digit: string) => ({ amd64: digit.repeat(64) });

/** `spec.artifacts` with a checksum, for amd64, of everything that a node downloads. */
export const artifactsWithSums = {
  kubernetes: { sha256: { amd64: { kubeadm: 'a'.repeat(64), kubelet: 'b'.repeat(64), kubectl: 'c'.repeat(64) } } },
  containerd: { sha256: sum('d') },
  runc: { sha256: sum('e') },
  cniPlugins: { sha256: sum('f') },
  etcd: { sha256: sum('9') },
  criDockerd: { sha256: sum('1') },
  crictl: { sha256: sum('2') },
  nerdctl: { sha256: sum('3') },
  buildkit: { sha256: sum('4') },
};
