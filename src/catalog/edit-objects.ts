import type { KubernetesObject } from './kubernetes-object';

type Value = unknown;
type Mapping = Readonly<Record<string, Value>>;

export interface EnvironmentVariable {
  readonly name: string;
  readonly [source: string]: Value;
}

interface Container {
  readonly name: string;
  readonly image?: string;
  readonly env?: readonly EnvironmentVariable[];
  readonly [field: string]: Value;
}

/** The objects with the one of this kind and name edited. Throws where there is none: the manifest is another one. */
export function editObject(
  objects: readonly KubernetesObject[],
  kind: string,
  name: string,
  edit: (object: KubernetesObject) => KubernetesObject,
): KubernetesObject[] {
  const isIt = (object: KubernetesObject) => object.kind === kind && object.metadata.name === name;
  if (!objects.some(isIt)) throw new Error(`the manifest of the pod network has no ${kind} ${name}`);
  return objects.map((object) => (isIt(object) ? edit(object) : object));
}

/** A ConfigMap with these keys set. */
export function setData(map: KubernetesObject, data: Readonly<Record<string, string>>): KubernetesObject {
  return { ...map, data: { ...(map['data'] as Mapping | undefined), ...data } };
}

/** What makes pods, with every container of its template edited, those that initialise included. */
export function editContainers(object: KubernetesObject, edit: (container: Container) => Container): KubernetesObject {
  const spec = object['spec'] as { template?: { spec?: Record<string, Value> } } | undefined;
  const pod = spec?.template?.spec;
  if (pod === undefined) return object;
  const editAll = (key: string) => (Array.isArray(pod[key]) ? { [key]: (pod[key] as Container[]).map(edit) } : {});
  const edited = { ...pod, ...editAll('initContainers'), ...editAll('containers') };
  return { ...object, spec: { ...spec, template: { ...spec?.template, spec: edited } } };
}

/** A container with these variables, in the place of those of the same names and after all others. */
export function setEnvironment(container: Container, values: Readonly<Record<string, string>>): Container {
  const others = (container.env ?? []).filter(({ name }) => !Object.hasOwn(values, name));
  return { ...container, env: [...others, ...Object.entries(values).map(([name, value]) => ({ name, value }))] };
}

/**
 * The objects with other images: `images` goes by the last part of an image's name, in lower camel case, such as
 * `kubeControllers` for docker.io/calico/kube-controllers:v3.28.5.
 */
export function replaceImages(
  objects: readonly KubernetesObject[],
  images: Readonly<Record<string, string>>,
): KubernetesObject[] {
  return objects.map((object) =>
    editContainers(object, (container) => {
      const image = container.image === undefined ? undefined : images[shortName(container.image)];
      return image === undefined ? container : { ...container, image };
    }),
  );
}

function shortName(image: string): string {
  const [last = ''] = image.split('/').at(-1)?.split(/[:@]/) ?? [];
  return last.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
