import { HEADER } from './parts/header';

/** /etc/sysctl.d/*.conf: kernel parameters that are set at boot. */
export function renderSysctlConf(values: Readonly<Record<string, string>>): string {
  return (
    HEADER +
    Object.entries(values)
      .map(([key, value]) => `${key} = ${value}\n`)
      .join('')
  );
}
