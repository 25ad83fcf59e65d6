import { hostOfRequest, parseProxyLog, renderProxyConfig } from '../../../lab/services/proxy';

/** As tinyproxy 1.11.1 writes it: two at once, and a descriptor that comes again. */
const LOG = `NOTICE    Nov 22 06:54:57.312 [31276]: Initializing tinyproxy ...
CONNECT   Nov 22 06:54:58.374 [31276]: Connect (file descriptor 4): 10.89.70.11
CONNECT   Nov 22 06:54:58.374 [31276]: Connect (file descriptor 5): 10.89.70.101
CONNECT   Nov 22 06:54:58.375 [31276]: Request (file descriptor 5): GET http://10.89.70.1:8080/dl.k8s.io/kubelet HTTP/1.1
CONNECT   Nov 22 06:54:58.375 [31276]: Request (file descriptor 4): CONNECT 10.89.70.12:6443 HTTP/1.1
CONNECT   Nov 22 06:54:58.377 [31276]: Established connection to host "10.89.70.12" using file descriptor 7.
CONNECT   Nov 22 06:54:59.378 [31276]: Connect (file descriptor 5): 10.89.70.12
CONNECT   Nov 22 06:54:59.379 [31276]: Request (file descriptor 5): HEAD http://registry.example/v2/ HTTP/1.1
ERROR     Nov 22 06:54:59.440 [31276]: opensock: Could not retrieve address info for registry.example:80
`;

test('the log of a proxy tells who asked for what', () => {
  expect(parseProxyLog(LOG)).toEqual([
    { client: '10.89.70.101', method: 'GET', target: 'http://10.89.70.1:8080/dl.k8s.io/kubelet' },
    { client: '10.89.70.11', method: 'CONNECT', target: '10.89.70.12:6443' },
    { client: '10.89.70.12', method: 'HEAD', target: 'http://registry.example/v2/' },
  ]);
});

test('a request is for a host and a port, whether it is tunnelled or not', () => {
  expect(parseProxyLog(LOG).map(hostOfRequest)).toEqual(['10.89.70.1:8080', '10.89.70.12:6443', 'registry.example']);
});

test('the proxy listens on one address and refuses nobody', () => {
  expect(renderProxyConfig('10.89.70.1', 3128).split('\n')).toEqual(
    expect.arrayContaining(['Listen 10.89.70.1', 'Port 3128', 'LogLevel Connect']),
  );
  expect(renderProxyConfig('10.89.70.1', 3128)).not.toMatch(/Allow|Deny|ConnectPort|Filter/);
});
