import { isMapping } from '../value-at';

/** Reads kubeadm's `extraArgs`, in the list form of v1beta4, of a component in a raw configuration. */
export function readArgument(component: unknown, name: string): string | undefined {
  return listArguments(component).findLast((argument) => argument.name === name)?.value;
}

interface Argument {
  readonly index: number;
  readonly name: string;
  readonly value: string;
}

/** What does not have the form `{name, value}` is left out; the rule on the form names it. */
export function listArguments(holder: unknown, field = 'extraArgs'): Argument[] {
  const list = isMapping(holder) ? holder[field] : undefined;
  if (!Array.isArray(list)) return [];
  return list.flatMap((item: unknown, index) =>
    isMapping(item) && typeof item['name'] === 'string'
      ? [{ index, name: item['name'], value: String(item['value']) }]
      : [],
  );
}
