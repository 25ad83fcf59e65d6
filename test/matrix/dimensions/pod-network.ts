import { catalog } from '../../../src/catalog/catalog';
import { CNI_CHOICES, type CniChoice } from '../../../src/config/choices/cni';
import { kubeProxySchema } from '../../../src/config/schema/components';
import type { Dimension, Point, Spec } from '../dimension';

const choices: Readonly<Record<string, CniChoice>> = CNI_CHOICES;

/** A pod network that brings no manifest gets one of the file. */
const cniSpec = (name: string, settings: Spec = {}): Spec => ({
  cni: {
    name,
    ...(choices[name]?.manifest === 'required' ? { manifest: { file: '/etc/slipway/cni.yaml' } } : {}),
    ...settings,
  },
});

/** Every pod network as it is by default. */
export const cni: Dimension = {
  title: 'pod network',
  fields: ['spec.cni'],
  points: Object.keys(catalog.cni).map((name) => ({ name, spec: cniSpec(name) })),
};

/** Every pod network with each of its backends. */
export const cniBackends: Dimension = {
  title: 'backend',
  fields: ['spec.cni'],
  points: Object.keys(catalog.cni).flatMap((name): Point[] => {
    const backends = choices[name]?.backends ?? [];
    if (backends.length === 0) return [{ name, spec: cniSpec(name) }];
    return backends.map((backend) => ({ name: `${name} ${backend}`, word: name, spec: cniSpec(name, { backend }) }));
  }),
};

/** Every release of a pod network that is known. */
export const cniReleases: Dimension = {
  title: 'release of the pod network',
  fields: ['spec.cni'],
  points: Object.entries(choices).flatMap(([name, { releases = [], oldest }]) =>
    [...releases.map(({ version }) => version), ...(oldest === undefined ? [] : [oldest])].map((version) => ({
      name: `${name} ${version}`,
      word: name,
      spec: cniSpec(name, { version }),
    })),
  ),
};

export const kubeProxyModes: Dimension = {
  title: 'kube-proxy',
  fields: ['spec.kubeProxy'],
  points: kubeProxySchema.shape.mode.unwrap().options.map((mode) => ({ name: mode, spec: { kubeProxy: { mode } } })),
};

/** One IP family, and two. */
export const ipFamilies: Dimension = {
  title: 'IP families',
  fields: ['spec.networking'],
  points: [
    { name: 'IPv4', spec: {} },
    {
      name: 'IPv4 and IPv6',
      word: 'IP',
      spec: {
        networking: {
          podSubnet: '10.244.0.0/16,fd00:10:244::/56',
          serviceSubnet: '10.96.0.0/16,fd00:10:96::/112',
        },
      },
    },
  ],
};
