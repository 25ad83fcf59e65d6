import { isIP } from 'node:net';
import { z } from 'zod';

/**
 * A string that must match `pattern`; `accepted` says in words what does, and is the message of every refusal.
 * Patterns are anchored and leave no room for quotes, blanks or line breaks unless they say so,
 * because these strings end in shells, unit files and YAML on the nodes.
 */
export function text(accepted: string, pattern: RegExp, maxLength = 253) {
  return z
    .string({ error: accepted })
    .max(maxLength, { error: `${accepted}, at most ${maxLength} characters` })
    .regex(pattern, { error: accepted });
}

const LABEL = '[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?';
const HOST_NAME = new RegExp(`^${LABEL}(?:\\.${LABEL})*$`);

/** True for an IPv4 or IPv6 address, or a DNS name; never for a malformed dotted quad. */
export function isHost(value: string): boolean {
  if (isIP(value) !== 0) return true;
  return HOST_NAME.test(value) && !/^[0-9.]+$/.test(value);
}

export const rfc1123Label = () => text('a lowercase RFC 1123 name such as cp-1', new RegExp(`^${LABEL}$`), 63);

export const dnsName = () => text('a lowercase DNS name such as cluster.local', HOST_NAME);

export const ipAddress = () =>
  z
    .string({ error: 'an IP address such as 10.0.0.11' })
    .refine((value) => isIP(value) !== 0 && !value.includes('%'), {
      error: 'an IP address such as 10.0.0.11',
      abort: true,
    });

export const hostOrIp = () =>
  z
    .string({ error: 'an IP address or a lowercase DNS name' })
    .max(253, { error: 'an IP address or a lowercase DNS name' })
    .refine((value) => isHost(value) && !value.includes('%'), { error: 'an IP address or a lowercase DNS name' });

export const port = () => integer(1, 65535);

/** A whole number from `min` to `max`, both included. */
export function integer(min: number, max: number) {
  const accepted = `a whole number from ${min} to ${max}`;
  return z.int({ error: accepted }).min(min, { error: accepted }).max(max, { error: accepted });
}

/** A version without a leading v, such as 1.7.24 or 2.0.0-rc.1. */
export const componentVersion = () =>
  text(
    'a version such as 1.7.24, without a leading v',
    /^\d{1,4}\.\d{1,4}\.\d{1,4}(?:-[0-9A-Za-z][0-9A-Za-z.]*)?$/,
    40,
  );

/** A directory or file on a node: absolute, no `..`, no characters a shell or unit file would read. */
const SAFE_PATH = '(?:/(?!\\.{1,2}(?:/|$))[A-Za-z0-9._@+-]+)+';

export const nodePath = () => text('an absolute path without .. or blanks', new RegExp(`^${SAFE_PATH}$`), 1024);

/** A file that the worker reads: absolute, or under the worker's home when it begins with ~/. */
export const workerPath = () =>
  text('an absolute path, or one that begins with ~/, without .. or blanks', new RegExp(`^~?${SAFE_PATH}$`), 1024);

const URL_TAIL = '[A-Za-z0-9._~:/?#@!&()*+,=%-]*';

export const httpUrl = () =>
  text(
    'an http:// or https:// URL without credentials',
    new RegExp(`^https?://(?:[a-z0-9.-]+|\\[[0-9a-f:]+\\])(?::\\d{1,5})?(?:/${URL_TAIL.replace('@', '')})?$`),
    2048,
  );

/** A URL in which {version} and {arch} stand for the version asked for and the node's architecture. */
export const urlTemplate = () =>
  text(
    'an http:// or https:// URL, in which {version} and {arch} may stand',
    /^https?:\/\/(?:[a-z0-9.-]+|\[[0-9a-f:]+\])(?::\d{1,5})?(?:\/(?:[A-Za-z0-9._~:/?&+,=%-]|\{version\}|\{arch\})*)?$/,
    2048,
  );

export const imageReference = () =>
  text(
    'an image reference such as registry.k8s.io/pause:3.10',
    /^[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?::\d{1,5})?(?:\/[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*)*(?::[A-Za-z0-9_][A-Za-z0-9._-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/,
    512,
  );

export const imageRepository = () =>
  text(
    'a registry host and path such as registry.k8s.io',
    /^[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?::\d{1,5})?(?:\/[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*)*$/,
    255,
  );

export const registryHost = () =>
  text(
    'a registry host such as registry.k8s.io or 10.0.0.1:5000',
    /^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(?::\d{1,5})?$|^_default$/,
    255,
  );

export const sha256 = () => text('a sha256 checksum of 64 lowercase hexadecimal digits', /^[0-9a-f]{64}$/, 64);

export const interfaceName = () =>
  text('a network interface name such as eth0, at most 15 characters', /^[A-Za-z0-9][A-Za-z0-9._-]{0,14}$/, 15);

export const seconds = (max = 7 * 86_400) => integer(1, max);
