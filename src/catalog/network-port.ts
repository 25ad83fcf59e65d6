/** Traffic between nodes that a firewall on them must let in. IP protocols that have no ports have none here. */
export type NetworkPort =
  | { readonly protocol: 'tcp' | 'udp'; readonly port: number; readonly use: string }
  | { readonly protocol: 'ipip' | 'vrrp'; readonly use: string };
