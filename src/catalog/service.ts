import type { Disruption, FileResource } from '../resources/resource';

/** A systemd unit with everything that it must take up when it changes. */
export interface Service {
  readonly unit: string;
  readonly files: readonly Pick<FileResource, 'path' | 'content' | 'mode' | 'why'>[];
  /** Digests of what else the unit runs from, such as binaries. */
  readonly madeFrom?: readonly string[];
  /** Absent: running is not asked for, and a unit that does not run is not started. */
  readonly active?: boolean;
  readonly takeUp?: 'restart' | 'reload';
  readonly disruption: Disruption;
  /** It pulls or downloads by itself, and so gets the proxy of the cluster file. */
  readonly pulls?: true;
  /** Command that judges the files before the unit takes them up; it exits 0 when they are good. */
  readonly validate?: readonly string[];
}
