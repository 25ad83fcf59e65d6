import { parseCluster } from '../../../src/config/parse-cluster';
import { formatProblems } from '../../../src/config/problems/format-problems';
import { clusterOf, clusterText } from '../cluster-file';

const http = 'http://proxy.example.com:3128';
const problemsOf = (proxy: object) => {
  const result = parseCluster(clusterText({ proxy }));
  return result.ok ? '' : formatProblems(result.problems, 'cluster.yaml');
};

test('a cluster has no proxy unless the file says so', () => {
  expect(clusterOf().spec).not.toHaveProperty('proxy');
});

test.each([http, 'https://10.0.0.1:3129', 'http://[fd00::1]:3128/', 'http://proxy'])('%s is a proxy', (address) => {
  expect(clusterOf({ proxy: { https: address } }).spec.proxy).toEqual({ https: address, noProxy: [] });
});

test.each(['proxy.example.com:3128', 'socks5://proxy:1080', 'http://proxy/path', 'http://proxy:3128?a=b', ''])(
  '%j is no proxy',
  (address) => {
    expect(problemsOf({ http: address })).toContain('spec.proxy.http: the value is not accepted');
  },
);

test('a user and a password are refused, not shown, and the way on is told', () => {
  const said = problemsOf({ https: 'http://ci:hunter2@proxy.example.com:3128' });
  expect(said).toContain('given:    "http://…@proxy.example.com:3128"');
  expect(said).toContain('without user and password, which everybody on a node could read');
  expect(said).toContain('let the proxy admit the machines by address');
  expect(said).not.toContain('hunter2');
});

test.each(['registry.example.com', '.example.com', '10.0.0.1', '10.0.0.0/24', 'fd00::/48', 'registry'])(
  '%s may be reached without the proxy',
  (entry) => {
    expect(clusterOf({ proxy: { http, noProxy: [entry] } }).spec.proxy?.noProxy).toEqual([entry]);
  },
);

test.each(['*', '*.example.com', 'registry:5000', 'a,b', 'http://registry', '.', '10.0.0.0/99', 'Registry'])(
  '%j is nothing that every client could tell from others',
  (entry) => {
    expect(problemsOf({ http, noProxy: [entry] })).toContain('spec.proxy.noProxy[0]: the value is not accepted');
  },
);
