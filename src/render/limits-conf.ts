import { HEADER } from './parts/header';

/** /etc/security/limits.d/*.conf: open files of logins; root is not among `*`. */
export function renderLimitsConf({ openFiles }: { readonly openFiles: number }): string {
  return `${HEADER}* - nofile ${openFiles}\nroot - nofile ${openFiles}\n`;
}
