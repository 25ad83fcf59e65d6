import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { shellLibrary } from '../../../src/remote/shell-library';
import { shLines } from '../../../src/ssh/shell';
import { loadBalancerSteps } from '../../../src/steps';
import { applyBooleans, checkBooleans } from '../../../src/steps/load-balancer/selinux-booleans';
import { haCluster, nodeOf } from '../../fakes/clusters';
import { LocalNode } from '../../fakes/local-node';
import { factsOf } from '../../fakes/step-facts';
import { subjectOf } from '../../fakes/step-summary';

jest.setTimeout(60_000);

const WANTED = ['haproxy_connect_any', 'keepalived_connect_any'];

describe('SELinux', () => {
  let node: LocalNode;
  const directory = () => node.path('booleans');
  const check = async () => (await node.run(`(${checkBooleans(WANTED, directory())})`)).stdout.trim();
  const apply = () => node.run(shLines([shellLibrary, applyBooleans(WANTED, directory())]));
  const has = (booleans: Record<string, string>) => {
    mkdirSync(directory());
    for (const [name, value] of Object.entries(booleans)) writeFileSync(node.path(`booleans/${name}`), value);
  };
  beforeEach(() => {
    node = new LocalNode();
    node.addCommand(
      'setsebool',
      `echo "$@" >'${node.path('asked')}'; shift; for each; do printf '1 1' >'${directory()}'/"\${each%=1}"; done`,
    );
  });
  afterEach(() => node.close());

  it('allows the load balancer its connections, now and after a reboot', async () => {
    has({ haproxy_connect_any: '0 0', keepalived_connect_any: '0 0' });
    expect(await check()).toBe('off: haproxy_connect_any keepalived_connect_any');
    expect((await apply()).exitCode).toBe(0);
    expect(await check()).toBe('');
    expect(readFileSync(node.path('asked'), 'utf8')).toBe('-P haproxy_connect_any=1 keepalived_connect_any=1\n');
  });

  it('is not asked for a boolean that its policy does not have', async () => {
    has({ haproxy_connect_any: '0 0' });
    expect(await check()).toBe('off: haproxy_connect_any');
    await apply();
    expect(await check()).toBe('');
    expect(readFileSync(node.path('asked'), 'utf8')).toBe('-P haproxy_connect_any=1\n');
  });

  it('that a machine does not have is as wanted', async () => {
    expect(await check()).toBe('');
    expect((await apply()).exitCode).toBe(0);
  });
});

describe('a load balancer', () => {
  const subjectsOf = (name: string, spec: Parameters<typeof haCluster>[0] = {}) => {
    const cluster = haCluster(spec);
    const found = nodeOf(cluster, name);
    return loadBalancerSteps(cluster, found, factsOf(found, 'rocky')).flatMap((step) => step.resources.map(subjectOf));
  };

  it('of haproxy and keepalived is allowed its connections before either of them starts', () => {
    const subjects = subjectsOf('cp-1');
    const at = (text: string) => subjects.findIndex((subject) => subject.startsWith(text));
    expect(at('SELinux allows haproxy_connect_any and keepalived_connect_any')).toBeGreaterThan(-1);
    expect(at('SELinux allows')).toBeLessThan(at('haproxy.service'));
  });

  it('of haproxy alone is allowed no more than that', () => {
    const local = { controlPlaneEndpoint: '127.0.0.1:8443', loadBalancer: { name: 'local-haproxy' } };
    expect(subjectsOf('w-1', local)).toContainEqual(
      expect.stringMatching(/^SELinux allows haproxy_connect_any\b(?! and)/),
    );
  });

  it('that is a pod needs nothing of SELinux', () => {
    const pod = { controlPlaneEndpoint: '10.0.0.100:6443', loadBalancer: { name: 'kube-vip' } };
    expect(subjectsOf('cp-1', pod).join()).not.toContain('SELinux');
  });
});
