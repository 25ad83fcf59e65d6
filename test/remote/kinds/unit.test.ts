import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { claimFence } from '../../../src/remote/fence';
import { converge } from '../../../src/remote/converge';
import type { Resource } from '../../../src/resources/resource';
import { LocalNode } from '../../fakes/local-node';

const fence = { clusterUid: 'uid-1', epoch: 1, holder: 'default/slipway/demo/run-1' };

/** A unit that runs; like a systemd before 256, it does not notice that a first drop-in has come. */
const systemctl = `
case $1 in
  show) printf 'LoadState=loaded\\nActiveState=active\\nSubState=running\\nUnitFileState=enabled\\nNeedDaemonReload=no\\n' ;;
  *) echo "$1" >>"$LOCAL_NODE/done" ;;
esac`;

// Real shells: on a machine that installs clusters beside, a script takes its time.
jest.setTimeout(60_000);

describe('a unit', () => {
  let node: LocalNode;
  beforeEach(async () => {
    node = new LocalNode();
    node.addCommand('systemctl', systemctl);
    await claimFence(node, fence);
  });
  afterEach(() => node.close());

  const dropIn = () => node.path('etc/demo.service.d/slipway-proxy.conf');
  const apply = async (stamp: string, ...before: Resource[]) => {
    rmSync(node.path('done'), { force: true });
    const unit = {
      kind: 'unit',
      name: 'demo.service',
      enabled: true,
      active: true,
      stamp,
      disruption: 'service',
    } as const;
    const steps = [{ name: 'demo', title: 'Run demo', resources: [...before, unit] }];
    await converge(node, steps, { mode: 'apply', cluster: 'demo', fence });
    return existsSync(node.path('done')) ? readFileSync(node.path('done'), 'utf8').trim().split('\n') : [];
  };

  it('is read anew and restarted when what it is made from changed, and left alone otherwise', async () => {
    expect(await apply('one')).toEqual(['daemon-reload', 'restart']);
    expect(await apply('one')).toEqual([]);
    expect(await apply('two')).toEqual(['daemon-reload', 'restart']);
  });

  it('restarts without a drop-in that has been taken out before', async () => {
    await apply('with');
    mkdirSync(node.path('etc/demo.service.d'), { recursive: true });
    writeFileSync(dropIn(), '[Service]\n');
    const gone = { kind: 'absent', path: dropIn(), disruption: 'service' } as const;
    expect(await apply('without', gone)).toEqual(['daemon-reload', 'restart']);
    expect(existsSync(dropIn())).toBe(false);
    expect(await apply('without', gone)).toEqual([]);
  });
});
