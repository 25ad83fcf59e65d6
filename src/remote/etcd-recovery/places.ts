import { STATE_DIRECTORY } from '../places';

/** There while a recovery has begun and not come to its end: what was approved, etcd's manifest, a copy of its data. */
export const RECOVERY_DIRECTORY = `${STATE_DIRECTORY}/etcd-recovery`;
/** What a recovery that came to its end has kept, one directory each, named by the time. Readable by root only. */
export const ETCD_BACKUPS_DIRECTORY = `${STATE_DIRECTORY}/etcd-backups`;
export const APPROVED_FILE = `${RECOVERY_DIRECTORY}/approved.json`;
