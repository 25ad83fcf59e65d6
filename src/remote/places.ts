/** What survives a reboot: fence, stamps, downloads, operations. Readable by root only. */
export const STATE_DIRECTORY = '/var/lib/slipway';
/** What must not survive a reboot: lock, holder, scripts that may hold secrets. On tmpfs. */
export const RUNTIME_DIRECTORY = '/run/slipway';

export const FENCE_FILE = `${STATE_DIRECTORY}/fence.json`;
/** What Slipway itself has let through the firewall. */
export const FIREWALL_RECORD = `${STATE_DIRECTORY}/firewall`;
/** What was there before a wipe, or before a pod network left, until that has come to its end. */
export const FOUND_BY_WIPE_FILE = `${STATE_DIRECTORY}/found-by-wipe`;
export const FOUND_BY_LEAVE_FILE = `${STATE_DIRECTORY}/found-by-leave`;
export const STAMPS_DIRECTORY = `${STATE_DIRECTORY}/stamps`;
export const DOWNLOADS_DIRECTORY = `${STATE_DIRECTORY}/downloads`;
export const OPERATIONS_DIRECTORY = `${STATE_DIRECTORY}/operations`;
/** Journals and logs of what failed, redacted, newest run only. */
export const DIAGNOSTICS_DIRECTORY = `${STATE_DIRECTORY}/diagnostics`;
export const LOCK_FILE = `${RUNTIME_DIRECTORY}/lock`;
export const HOLDER_FILE = `${RUNTIME_DIRECTORY}/holder`;
/** Sysctls and modules that this boot's kernel refused; gone with the boot that refused them. */
export const REFUSED_DIRECTORY = `${RUNTIME_DIRECTORY}/refused`;
export const SCRIPTS_DIRECTORY = `${RUNTIME_DIRECTORY}/operations`;
