/** An IP address as a number, so that two spellings of one address are equal. */
export interface Ip {
  readonly family: 4 | 6;
  readonly value: bigint;
}

/** A CIDR block; `base` is the address as written, which is on the boundary only when `isOnBoundary` says so. */
export interface Cidr {
  readonly family: 4 | 6;
  readonly base: bigint;
  readonly prefix: number;
}

const OCTET = /^(?:0|[1-9]\d{0,2})$/;
const GROUP = /^[0-9a-f]{1,4}$/i;

/** Undefined for anything but a plain IPv4 or IPv6 address: no zone, no leading zeros in an octet. */
export function parseIp(text: string): Ip | undefined {
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text);
}

function parseIpv4(text: string): Ip | undefined {
  const octets = text.split('.');
  if (octets.length !== 4 || !octets.every((octet) => OCTET.test(octet) && Number(octet) < 256)) return undefined;
  return { family: 4, value: octets.reduce((value, octet) => value * 256n + BigInt(octet), 0n) };
}

function parseIpv6(text: string): Ip | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half, index) => splitGroups(half, index === halves.length - 1));
  if (head === undefined || (halves.length === 2 && tail === undefined)) return undefined;
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...head, ...Array<string>(missing).fill('0'), ...(tail ?? [])];
  return { family: 6, value: groups.reduce((value, group) => value * 65_536n + BigInt(`0x${group}`), 0n) };
}

/** The groups of one side of `::`; a dotted quad at the end of the address counts as two. */
function splitGroups(side: string, isLast: boolean): string[] | undefined {
  if (side === '') return [];
  const groups = side.split(':');
  const quad = isLast && groups.at(-1)?.includes('.') ? parseIpv4(groups.pop() ?? '') : undefined;
  if (quad) groups.push((quad.value >> 16n).toString(16), (quad.value & 0xffffn).toString(16));
  return groups.every((group) => GROUP.test(group)) ? groups : undefined;
}

const bitsOf = (family: 4 | 6) => (family === 4 ? 32 : 128);

/** Undefined for anything but `address/prefix`. */
export function parseCidr(text: string): Cidr | undefined {
  const [address, prefix, ...rest] = text.split('/');
  const ip = parseIp(address ?? '');
  if (ip === undefined || prefix === undefined || rest.length > 0 || !OCTET.test(prefix)) return undefined;
  return Number(prefix) <= bitsOf(ip.family)
    ? { family: ip.family, base: ip.value, prefix: Number(prefix) }
    : undefined;
}

/** How many addresses the block holds, as a power of two. */
export function hostBits(cidr: Cidr): number {
  return bitsOf(cidr.family) - cidr.prefix;
}

const networkOf = (cidr: Cidr) => (cidr.base >> BigInt(hostBits(cidr))) << BigInt(hostBits(cidr));

/** True when no bit of the address lies below the prefix: 10.96.0.0/12, not 10.96.0.0/8. */
export function isOnBoundary(cidr: Cidr): boolean {
  return networkOf(cidr) === cidr.base;
}

export function containsIp(cidr: Cidr, ip: Ip): boolean {
  return cidr.family === ip.family && ip.value >> BigInt(hostBits(cidr)) === cidr.base >> BigInt(hostBits(cidr));
}

export function overlaps(a: Cidr, b: Cidr): boolean {
  if (a.family !== b.family) return false;
  const shift = BigInt(Math.max(hostBits(a), hostBits(b)));
  return a.base >> shift === b.base >> shift;
}

/** The block with the bits below the prefix cleared, as text. */
export function formatNetwork(cidr: Cidr): string {
  return `${formatIp({ family: cidr.family, value: networkOf(cidr) })}/${cidr.prefix}`;
}

/** Dotted quad, or IPv6 in the shortest form of RFC 5952. */
export function formatIp(ip: Ip): string {
  if (ip.family === 4) return [24n, 16n, 8n, 0n].map((shift) => (ip.value >> shift) & 0xffn).join('.');
  const groups = Array.from({ length: 8 }, (_, index) =>
    ((ip.value >> BigInt(112 - 16 * index)) & 0xffffn).toString(16),
  );
  const zeros = [...groups.join(':').matchAll(/\b0(?::0)+\b/g)]
    .map(([run]) => run)
    .toSorted((a, b) => b.length - a.length)[0];
  if (zeros === undefined) return groups.join(':');
  const [head, tail] = splitOnce(groups.join(':'), zeros);
  return `${head.replace(/:$/, '')}::${tail.replace(/^:/, '')}`;
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.search(new RegExp(`\\b${separator}\\b`));
  return [text.slice(0, at), text.slice(at + separator.length)];
}
