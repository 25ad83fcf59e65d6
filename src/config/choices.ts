import { CNI_CHOICES, type CniChoice } from './choices/cni';
import { LOAD_BALANCER_CHOICES, type LoadBalancerChoice } from './choices/load-balancer';
import type { RuntimeChoice } from './choices/runtime';
import { KUBERNETES_RANGES, type KubernetesRange, type KubernetesRanges } from './kubernetes-ranges';

/** What is known of each name that the file may choose. */
export interface Choices {
  readonly cni: Readonly<Record<string, CniChoice>>;
  readonly loadBalancer: Readonly<Record<string, Partial<LoadBalancerChoice>>>;
}

export const BUILT_IN_CHOICES: Choices = { cni: CNI_CHOICES, loadBalancer: LOAD_BALANCER_CHOICES };

/** As much of a catalog of one's own as the file is judged by: names, and what each entry says under `choice`. */
export interface CatalogOfOnesOwn {
  readonly runtime?: Readonly<Record<string, { readonly choice?: RuntimeChoice }>>;
  readonly cni?: Readonly<Record<string, { readonly choice?: CniChoice }>>;
  readonly loadBalancer?: Readonly<Record<string, { readonly choice?: Partial<LoadBalancerChoice> }>>;
}

/** The built-in choices and those of a catalog of one's own, which win where they have the same name. */
export function choicesWith({ cni = {}, loadBalancer = {} }: CatalogOfOnesOwn): Choices {
  return {
    cni: { ...BUILT_IN_CHOICES.cni, ...choicesOf(cni) },
    loadBalancer: { ...BUILT_IN_CHOICES.loadBalancer, ...choicesOf(loadBalancer) },
  };
}

/** The Kubernetes versions of the built-in choices, and those that entries of one's own say. */
export function rangesWith({ runtime = {}, cni = {} }: CatalogOfOnesOwn): KubernetesRanges {
  const { runtime: ofRuntimes, cni: ofCnis } = KUBERNETES_RANGES;
  return { runtime: { ...ofRuntimes, ...rangesOf(runtime) }, cni: { ...ofCnis, ...rangesOf(cni) } };
}

function rangesOf(
  entries: Readonly<Record<string, { readonly choice?: RuntimeChoice }>>,
): Record<string, readonly KubernetesRange[]> {
  return Object.fromEntries(Object.entries(entries).map(([name, { choice }]) => [name, choice?.ranges ?? []]));
}

function choicesOf<Choice extends object>(
  entries: Readonly<Record<string, { readonly choice?: Choice }>>,
): Record<string, Partial<Choice>> {
  return Object.fromEntries(Object.entries(entries).map(([name, { choice = {} }]) => [name, choice]));
}
