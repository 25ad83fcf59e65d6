const WAIT_MS = 30_000;

/**
 * Whoever comes waits until `size` have come: what meets runs side by side, however busy the machine is. Throws where
 * the others do not come.
 */
export function rendezvous(size: number): () => Promise<void> {
  let come = 0;
  let meet: () => void = () => undefined;
  const met = new Promise<void>((resolve) => {
    meet = resolve;
  });
  return async () => {
    come += 1;
    if (come === size) meet();
    let timer: NodeJS.Timeout | undefined;
    const alone = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`${come} of ${size} ran side by side`)), WAIT_MS);
    });
    await Promise.race([met, alone]).finally(() => clearTimeout(timer));
  };
}
