import { z } from 'zod';
import { noProxyEntry } from './addresses';
import { proxyUrl } from './locations';

export const proxySchema = z.strictObject({
  http: proxyUrl().optional().describe('Proxy for http:// addresses. Default: that for https://.'),
  https: proxyUrl().optional().describe('Proxy for https:// addresses. Default: that for http://.'),
  noProxy: z
    .array(noProxyEntry(), { error: 'a list of names, addresses and networks' })
    .max(100, { error: 'at most 100 entries' })
    .default([])
    .describe(
      'What is reached without the proxy beside the cluster itself, such as mirrors in the own network: names with all below them, addresses, networks.',
    ),
});
