/** A small good cluster file. */
export const CLUSTER_YAML = `apiVersion: slipway.dev/v1alpha1
kind: Cluster
metadata: {name: lab}
spec:
  kubernetes: {version: v1.34.4}
  nodes:
    - {name: cp-1, address: 10.0.0.11, roles: [control-plane]}
    - {name: worker-1, address: 10.0.0.21}
`;
