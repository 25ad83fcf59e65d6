import { noteCause } from '../../src/activities/borne-causes';
import { haCluster } from '../fakes/clusters';

const { patience } = haCluster().spec;
const nowMs = 1_000_000_000;
const secondsAgo = (seconds: number) => nowMs - seconds * 1000;
const at = { nowMs, patience };

describe('the causes that an activity has met', () => {
  it('keep when each was first seen while they take turns', () => {
    const borne = {
      firstSeen: { OperationLost: secondsAgo(900), NodeUnreachable: secondsAgo(800) },
      lastSeen: { OperationLost: secondsAgo(100), NodeUnreachable: secondsAgo(50) },
    };
    expect(noteCause(borne, 'OperationLost', at)).toEqual({
      firstSeen: borne.firstSeen,
      lastSeen: { OperationLost: nowMs, NodeUnreachable: secondsAgo(50) },
    });
  });

  it('lose one that was not seen for as long as it is borne, with another seen since', () => {
    const borne = {
      firstSeen: { StepNotConverged: secondsAgo(900), NodeUnreachable: secondsAgo(70) },
      lastSeen: { StepNotConverged: secondsAgo(61), NodeUnreachable: secondsAgo(2) },
    };
    expect(noteCause(borne, 'StepNotConverged', at).firstSeen).toEqual({
      StepNotConverged: nowMs,
      NodeUnreachable: secondsAgo(70),
    });
  });

  it('keep that of the last attempt, however long this one took', () => {
    const [firstSeen, lastSeen] = [{ StepNotConverged: secondsAgo(900) }, { StepNotConverged: secondsAgo(600) }];
    expect(noteCause({ firstSeen, lastSeen }, 'StepNotConverged', at).firstSeen).toEqual(firstSeen);
  });

  it('are read as an older worker left them, without when they were last seen', () => {
    const firstSeen = { NodeUnreachable: secondsAgo(900) };
    expect(noteCause({ firstSeen }, 'NodeUnreachable', at).firstSeen).toEqual(firstSeen);
    expect(noteCause({ firstSeen }, 'OperationLost', at).firstSeen).toEqual({ ...firstSeen, OperationLost: nowMs });
  });

  it('are a handful: those that were seen last', () => {
    const types = ['OperationLost', 'DownloadFailed', 'NodeBusy', 'NodeNotReady', 'EtcdUnhealthy'] as const;
    const times = Object.fromEntries(types.map((type, index) => [type, secondsAgo(50 - index)]));
    const { firstSeen, lastSeen } = noteCause({ firstSeen: times, lastSeen: times }, 'NodeUnreachable', at);
    expect(Object.keys(firstSeen).toSorted()).toEqual([...types.slice(1), 'NodeUnreachable'].toSorted());
    expect(Object.keys(lastSeen)).toEqual(Object.keys(firstSeen));
  });
});
