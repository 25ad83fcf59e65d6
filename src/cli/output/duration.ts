/** `850 ms`, `12.3 s`, `4 min 05 s`, `2 h 03 min`. */
export function formatDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${pad(seconds % 60)} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${pad(minutes % 60)} min`;
}

/** Hour, minute and second of the local day. */
export function formatClock(atMs: number): string {
  const at = new Date(atMs);
  return [at.getHours(), at.getMinutes(), at.getSeconds()].map(pad).join(':');
}

/** Local date and time of day, for what may have been days ago. */
export function formatMoment(atMs: number): string {
  const at = new Date(atMs);
  return `${[at.getFullYear(), pad(at.getMonth() + 1), pad(at.getDate())].join('-')} ${formatClock(atMs)}`;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
