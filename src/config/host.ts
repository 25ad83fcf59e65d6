import { parseIp } from './ip';

const LABEL = '[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?';

/** The last label is not a number, so that a malformed dotted quad is not taken for a name. */
export const DNS_NAME = new RegExp(`^(?!.*(?:^|\\.)\\d+$)${LABEL}(?:\\.${LABEL})*$`);

/** A lowercase RFC 1123 label. */
export const DNS_LABEL = new RegExp(`^${LABEL}$`);

/** True for an IP address or a lowercase DNS name. */
export function isHost(value: string): boolean {
  return parseIp(value) !== undefined || (value.length <= 253 && DNS_NAME.test(value));
}

/** True when both name one host; two spellings of an IPv6 address do. */
export function isSameHost(a: string, b: string): boolean {
  const [left, right] = [parseIp(a), parseIp(b)];
  if (left === undefined || right === undefined) return a === b;
  return left.family === right.family && left.value === right.value;
}
