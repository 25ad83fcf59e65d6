import { HEADER } from './parts/header';

/** /etc/modules-load.d/*.conf: kernel modules that are loaded at boot. */
export function renderModulesLoadConf(modules: readonly string[]): string {
  return HEADER + modules.map((module) => `${module}\n`).join('');
}
