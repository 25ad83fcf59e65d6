/** A file of an image: an artifact, or a member of an artifact that is an archive. */
export interface ImageFile {
  readonly artifact: string;
  readonly member?: string;
  readonly to: string;
}

/** An image that the lab assembles from artifacts, without a daemon. */
export interface Image {
  /** Repository as it stands on the official registry, without the registry's host. */
  readonly repository: string;
  readonly tag: string;
  /**
   * A Debian tree below the files: `network` has iptables, nft and conntrack, `services` runit beside them, `shell`
   * busybox, `libc` both C and it, `status` a file that user 999 may write.
   */
  readonly base?: 'network' | 'services' | 'shell' | 'libc' | 'status';
  readonly files: readonly ImageFile[];
  readonly entrypoint: readonly string[];
  /** Number of the user that it runs as. Default: root. */
  readonly user?: number;
}
