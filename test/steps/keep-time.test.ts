import { catalog } from '../../src/catalog/catalog';
import { keepTime } from '../../src/steps/keep-time';
import { NO_WORKER_INPUTS } from '../../src/steps/step-input';
import { haCluster, nodeOf } from '../fakes/clusters';
import { factsOf } from '../fakes/step-facts';

const configurationOf = (name: string, time: object) => {
  const cluster = haCluster({ time });
  const node = nodeOf(cluster, name);
  const step = keepTime({ cluster, node, facts: factsOf(node, 'rocky'), inputs: NO_WORKER_INPUTS, catalog });
  return step?.resources.flatMap((each) => (each.kind === 'file' ? [each.path, ...serversIn(each.content)] : []));
};
const serversIn = (content: string) => content.split('\n').filter((line) => /^(?:server|allow|local)/.test(line));

describe('the clock', () => {
  it('follows the servers of the cluster file on every node', () => {
    const expected = ['/etc/chrony.conf', 'server 10.0.0.1 iburst'];
    expect(configurationOf('cp-1', { servers: ['10.0.0.1'] })).toEqual(expected);
    expect(configurationOf('w-1', { servers: ['10.0.0.1'] })).toEqual(expected);
  });

  it('follows what the package names where there are none', () => {
    expect(configurationOf('w-1', {})).toEqual([]);
  });

  it('follows the control planes, which serve it and follow each other, where the file says so', () => {
    const time = { servers: ['10.0.0.1'], fromControlPlanes: true };
    expect(configurationOf('w-1', time)).toEqual([
      '/etc/chrony.conf',
      'server 10.0.0.11 iburst',
      'server 10.0.0.12 iburst',
      'server 10.0.0.13 iburst',
    ]);
    expect(configurationOf('cp-2', time)).toEqual([
      '/etc/chrony.conf',
      'server 10.0.0.1 iburst',
      'server 10.0.0.11 iburst',
      'server 10.0.0.13 iburst',
      'allow all',
      'local stratum 10 orphan',
    ]);
  });
});
