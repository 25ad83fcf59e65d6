/** A scalar of kubeadm's configuration, by its name. Throws where it is not there: the product writes all that is read. */
export function readText(config: string, name: 'token' | 'certificateKey' | 'description' | 'ttl'): string {
  const found = new RegExp(`^[ -]*${name}: *"?'?([^"'\\n]+)`, 'm').exec(config)?.[1];
  if (found === undefined) throw new Error(`the configuration of kubeadm says nothing of ${name}`);
  return found;
}

/** Of a duration in whole seconds. */
export function readDurationMs(config: string, name: 'ttl'): number {
  return Number.parseInt(readText(config, name), 10) * 1000;
}
