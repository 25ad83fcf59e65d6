interface SimulatedFile {
  readonly content: string;
  /** False: it was being written when the power went, and is empty. */
  readonly isWhole: boolean;
  readonly version: number;
}

/** The files of one machine that the product, kubeadm, the kubelet and etcd decide by. Survives a power cut. */
export class Disk {
  readonly #files = new Map<string, SimulatedFile>();
  #version = 0;

  write(path: string, content: string): void {
    this.#put(path, content, true);
  }

  /** What a write leaves that the power went away in. */
  cut(path: string): void {
    this.#put(path, '', false);
  }

  /** The file, or everything below it. */
  remove(path: string): void {
    for (const name of this.#files.keys()) if (name === path || name.startsWith(`${path}/`)) this.#files.delete(name);
  }

  has(path: string): boolean {
    return this.#files.has(path);
  }

  /** The content of a whole file; undefined for one that is cut or not there. */
  read(path: string): string | undefined {
    const file = this.#files.get(path);
    return file?.isWhole === true ? file.content : undefined;
  }

  /** Paths below the directory. */
  list(directory: string): string[] {
    return [...this.#files.keys()].filter((path) => path.startsWith(`${directory}/`));
  }

  /** As the product's own: names and ages of what is in /etc/kubernetes, and whether the kubelet and etcd have begun. */
  digest(): string {
    const names = [...this.#files].map(([path, { version }]) =>
      path.startsWith('/etc/kubernetes/') ? `${path} ${version}` : path,
    );
    return names.toSorted().join('\n');
  }

  #put(path: string, content: string, isWhole: boolean): void {
    this.#files.set(path, { content, isWhole, version: (this.#version += 1) });
  }
}
