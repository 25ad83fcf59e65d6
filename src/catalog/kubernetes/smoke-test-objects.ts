import type { Cluster } from '../../config/cluster';
import { kubernetesSupport } from '../../config/kubernetes-support';
import type { KubernetesObject } from '../kubernetes-object';

const APP = 'slipway-smoke-test';
/** agnhost netexec's HTTP port inside the pods. */
export const SMOKE_TEST_PORT = 8080;
/** Marks every namespace that a smoke test made, so that a later run removes what a killed one left. */
export const SMOKE_TEST_LABEL = 'slipway.dev/smoke-test';

/**
 * Namespace of one attempt: in that of the attempt before nothing can be made while it is being deleted, which takes as
 * long as the cluster is slow. `attempt` is its own, of lower-case letters and digits.
 */
export function smokeTestNamespace(epoch: number, attempt: string): string {
  return `${APP}-${epoch}-${attempt}`;
}

/** A pod on every node whatever its taints, and a NodePort Service before them. */
export function smokeTestObjects(cluster: Cluster, namespace: string): readonly KubernetesObject[] {
  const labels = { app: APP };
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels: { [SMOKE_TEST_LABEL]: 'true' } } },
    {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: { name: APP, namespace },
      spec: {
        selector: { matchLabels: labels },
        updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '100%' } },
        template: { metadata: { labels }, spec: podSpec(cluster) },
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: APP, namespace },
      spec: { type: 'NodePort', selector: labels, ports: [{ port: SMOKE_TEST_PORT, targetPort: SMOKE_TEST_PORT }] },
    },
  ];
}

function podSpec({ spec: { images, kubernetes } }: Cluster) {
  const { hasSeccompField } = kubernetesSupport(kubernetes.version);
  return {
    tolerations: [{ operator: 'Exists' }],
    terminationGracePeriodSeconds: 1,
    automountServiceAccountToken: false,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 65534,
      ...(hasSeccompField ? { seccompProfile: { type: 'RuntimeDefault' } } : {}),
    },
    containers: [
      {
        name: 'agnhost',
        image: images.smokeTest,
        args: ['netexec', `--http-port=${SMOKE_TEST_PORT}`],
        ports: [{ containerPort: SMOKE_TEST_PORT }],
        readinessProbe: { httpGet: { path: '/hostname', port: SMOKE_TEST_PORT }, periodSeconds: 1 },
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
      },
    ],
  };
}

/** Name of the Service as a pod's resolver knows it. */
export function smokeTestServiceHost(cluster: Cluster, namespace: string): string {
  return `${APP}.${namespace}.svc.${cluster.spec.networking.dnsDomain}`;
}

/** Name of the DaemonSet and of the Service. */
export const SMOKE_TEST_APP = APP;
