import { stringify } from 'smol-toml';
import { HEADER } from './header';

/** A TOML file of ours. */
export function renderToml(table: object): string {
  return `${HEADER}${stringify(table).trimEnd()}\n`;
}
