import { HEADER } from './parts/header';

/**
 * <unit>.d/slipway-proxy.conf: what a service that pulls by itself has in its environment. The name sorts behind
 * `http-proxy.conf`, which is what people call theirs, so that what the cluster file says is what holds.
 */
export function renderSlipwayProxyConf(environment: Readonly<Record<string, string>>): string {
  const lines = Object.entries(environment).map(
    ([name, value]) => `Environment="${`${name}=${value}`.replaceAll('%', '%%')}"\n`,
  );
  return `${HEADER}[Service]\n${lines.join('')}`;
}
