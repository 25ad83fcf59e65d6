import { z } from 'zod';
import { rawObject } from './json';
import { imageReference } from './locations';
import { integer, interfaceName } from './scalars';
import { catalogName } from './catalog-name';

export const loadBalancerSchema = (names: readonly string[]) =>
  z.strictObject({
    name: catalogName(names)
      .default('none')
      .describe(
        'What stands before the control planes: `keepalived-haproxy` (a VIP on the control planes), `kube-vip` (the same by a static pod), `local-haproxy` (on every node, for itself), `external` (yours), or `none` (one control plane).',
      ),
    interface: interfaceName()
      .optional()
      .describe(
        'Interface that carries the VIP (keepalived-haproxy, kube-vip). By default the one that carries the node address.',
      ),
    virtualRouterId: integer(1, 255)
      .default(51)
      .describe('VRRP router id, unique in the broadcast domain (keepalived-haproxy).'),
    prefixLength: integer(1, 32).default(32).describe('Prefix length of the VIP (keepalived-haproxy).'),
    vrrp: z.enum(['unicast', 'multicast']).default('unicast').describe('How the peers talk VRRP (keepalived-haproxy).'),
    image: imageReference().optional().describe('Image of kube-vip. By default the release that Slipway knows.'),
    options: rawObject().describe('Settings of a load balancer that comes from a catalog of your own.'),
  });
