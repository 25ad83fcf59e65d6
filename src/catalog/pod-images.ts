import type { KubernetesObject } from './kubernetes-object';

interface PodSpec {
  readonly initContainers?: readonly { readonly image?: string }[];
  readonly containers?: readonly { readonly image?: string }[];
}

/** Images of the pods that these objects make, each once, in the order in which they are needed. */
export function podImages(objects: readonly KubernetesObject[]): string[] {
  const images = objects
    .flatMap(podSpecsOf)
    .flatMap(({ initContainers = [], containers = [] }) => [...initContainers, ...containers])
    .flatMap(({ image }) => image ?? []);
  return [...new Set(images)];
}

/** A pod itself, what makes pods from a template, or what makes such by the clock. */
function podSpecsOf({ kind, spec }: KubernetesObject): PodSpec[] {
  if (kind === 'Pod') return [spec as PodSpec];
  const holder = spec as { template?: { spec?: PodSpec }; jobTemplate?: { spec?: { template?: { spec?: PodSpec } } } };
  const template = holder?.template ?? holder?.jobTemplate?.spec?.template;
  return template?.spec === undefined ? [] : [template.spec];
}
