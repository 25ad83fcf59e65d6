import type { CommandResource } from '../../resources/resource';
import { sh } from '../../ssh/shell';
import type { Kind } from './kind';

/** `eval` keeps a syntax error of one command from taking the whole script with it. */
export const command: Kind<CommandResource> = {
  subject: ({ title }) => title,
  check: ({ check }) => sh`eval ${check}`,
  apply: ({ apply }) => sh`eval ${apply}`,
  isLong: ({ long }) => long === true,
};
