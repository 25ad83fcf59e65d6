import { z } from 'zod';
import { DNS_LABEL, DNS_NAME } from '../host';

/**
 * A string that must match `pattern`; `accepted` says in words what does, and is the message of every refusal.
 * Patterns are anchored and leave no room for quotes, blanks or line breaks unless they say so,
 * because these strings end in shells, unit files and YAML on the nodes.
 * Editors show it too: patternErrorMessage is their keyword for it.
 */
export function text(accepted: string, pattern: RegExp, maxLength = 253) {
  return z
    .string({ error: accepted })
    .max(maxLength, { error: accepted, abort: true })
    .regex(pattern, { error: accepted })
    .meta({ patternErrorMessage: accepted });
}

export const rfc1123Label = () =>
  text('a name of lowercase letters, digits and -, at most 63, such as cp-1', DNS_LABEL, 63);

export const dnsName = () => text('a lowercase DNS name such as cluster.local', DNS_NAME);

/** A whole number from `min` to `max`, both included. */
export function integer(min: number, max: number) {
  const error = `a whole number from ${min} to ${max}`;
  return z.int({ error }).min(min, { error }).max(max, { error });
}

export const port = () => integer(1, 65_535);

const ONE_WEEK_SECONDS = 7 * 86_400;

export const seconds = () => integer(1, ONE_WEEK_SECONDS);

/** A version without a leading v, such as 1.7.24 or 2.0.0-rc.1. */
export const componentVersion = () =>
  text(
    'a version such as 1.7.24, without a leading v',
    /^\d{1,4}\.\d{1,4}\.\d{1,4}(?:-[0-9A-Za-z]+(?:\.[0-9A-Za-z]+)*)?$/,
    40,
  );

/** A version as a package repository names it, such as 1.7.24-0ubuntu1~22.04.1 or 5:28.3.3-1~debian.12~bookworm. */
export const packageVersion = () =>
  text('a version such as 1.7.24, without a leading v', /^\d[A-Za-z0-9.+~:-]{0,79}$/, 80);

export const packageName = () =>
  text('the name of a package such as containerd.io', /^[a-z0-9][A-Za-z0-9.+_-]{1,99}$/, 100);

export const interfaceName = () =>
  text('a network interface name such as eth0, at most 15 characters', /^[A-Za-z0-9][A-Za-z0-9._-]{0,14}$/, 15);
