/** What a machine with a kernel of its own has beyond a container. */
export interface VirtualHardware {
  /** Of the kernel's two; Kubernetes 1.17 knows the first alone. */
  readonly cgroups: 'v1' | 'v2';
  /** A swap file in fstab, on from the first boot. */
  readonly hasSwap: boolean;
  /** firewalld runs, and lets nothing in but ssh. */
  readonly hasFirewall: boolean;
}

/** What is asked of it; whatever is not is as `PLAIN_HARDWARE` has it. */
export type VirtualOptions = Partial<VirtualHardware>;

const PLAIN_HARDWARE: VirtualHardware = { cgroups: 'v2', hasSwap: false, hasFirewall: false };

export const hardwareOf = (options: VirtualOptions): VirtualHardware => ({ ...PLAIN_HARDWARE, ...options });

const WORDS: Readonly<Record<string, VirtualOptions>> = {
  'cgroup-v1': { cgroups: 'v1' },
  swap: { hasSwap: true },
  firewalld: { hasFirewall: true },
};

/** Reads `worker-1` or `worker-1:swap,firewalld`; pure. Throws for a word that it does not know. */
export function parseVirtualMachine(text: string): readonly [name: string, options: VirtualOptions] {
  const [name = '', words] = text.split(':');
  const options = (words?.split(',') ?? []).map((word) => {
    const option = WORDS[word];
    if (option !== undefined) return option;
    throw new Error(`${text}: ${JSON.stringify(word)} is none of ${Object.keys(WORDS).join(', ')}.`);
  });
  return [name, Object.assign({}, ...options) as VirtualOptions];
}
