import type { NetworkInterface } from '../../plan/facts';

/** Interfaces that container networks make: they come and go, and say nothing of the machine. */
const madeByContainerNetworks =
  /^(?:lo|veth.*|cali.*|cilium.*|lxc.*|cni\d+|docker\d+|br-[0-9a-f]{12}|flannel.*|tunl\d+|kube-.*|nodelocaldns|vxlan\.calico|dummy\d+)$/;

/** The machine's own interfaces from `ip -o link` and `ip -o address`. Ports of a bridge or bond are left out. */
export function readInterfaces(links: readonly string[], addresses: readonly string[]): NetworkInterface[] {
  return links.flatMap((line) => {
    const name = /^\d+: ([^:@\s]+)/.exec(line)?.[1];
    if (name === undefined || madeByContainerNetworks.test(name) || / master \S+/.test(line)) return [];
    return [
      {
        name,
        mac: / link\/ether ([0-9a-f:]{17})/.exec(line)?.[1] ?? '',
        mtu: Number(/ mtu (\d+)/.exec(line)?.[1] ?? 0),
        addresses: addresses.flatMap((address) => readAddress(address, name)),
      },
    ];
  });
}

/** `2: eth0    inet 10.0.0.11/24 brd … scope global eth0`; link-local addresses say nothing. */
function readAddress(line: string, name: string): string[] {
  const match = /^\d+: (\S+)\s+inet6? (\S+)(?: peer \S+)? .*scope (\S+)/.exec(line);
  return match?.[1] === name && match[2] !== undefined && match[3] !== 'link' ? [match[2]] : [];
}

/** The interface of the first default route. */
export function readDefaultInterface(routes: readonly string[]): string | undefined {
  return routes.map((route) => / dev (\S+)/.exec(route)?.[1]).find((name) => name !== undefined);
}
