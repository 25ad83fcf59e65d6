import { judgeProbe, PAYLOAD_BYTES, smokeProbes, type SmokePod } from '../../src/plan/smoke-probes';

const target = { nodePort: 30080, port: 8080, serviceHost: 'smoke.ns.svc.cluster.local' };
const pods = (count: number): SmokePod[] =>
  Array.from({ length: count }, (_, index) => ({
    node: `n${index}`,
    podIp: `10.244.${index}.2`,
    hostIp: `10.0.0.${index}`,
  }));

describe('smokeProbes', () => {
  it('asks every pod to reach every other pod, its own NodePort and cluster DNS', () => {
    const probes = smokeProbes(pods(5), target);
    const pairs = probes.filter((probe) => probe.kind === 'pod-to-pod').map((probe) => `${probe.from}>${probe.host}`);
    expect(new Set(pairs).size).toBe(20);
    expect(pairs.every((pair) => pair.split('>')[0] !== pair.split('>')[1])).toBe(true);
    expect(probes.filter((probe) => probe.kind === 'node-port').map((probe) => probe.host)).toEqual(
      pods(5).map((pod) => pod.hostIp),
    );
    expect(probes.filter((probe) => probe.kind === 'dns')).toHaveLength(5);
  });

  it('asks a lone pod for its NodePort and DNS alone', () => {
    expect(smokeProbes(pods(1), target).map((probe) => probe.kind)).toEqual(['node-port', 'dns']);
  });

  it('keeps the probes of a large cluster proportional to its nodes', () => {
    expect(smokeProbes(pods(100), target)).toHaveLength(100 * (32 + 2));
  });
});

describe('judgeProbe', () => {
  const [probe] = smokeProbes(pods(2), target);
  if (!probe) throw new Error('no probe');

  it('accepts the whole payload', () => {
    expect(judgeProbe(probe, { responses: ['s'.repeat(PAYLOAD_BYTES)] })).toBeUndefined();
  });

  it.each([
    ['nobody answered', undefined, /the asking pod did not answer/],
    ['the target did not answer', { errors: ['i/o timeout'] }, /n0 -> pod on n1 .*i\/o timeout/],
    ['part of the payload is missing', { responses: ['sss'] }, /3 bytes came back/],
    ['an empty answer', { responses: [''] }, /did not answer/],
  ])('names the path when %s', (_, answer, expected) => {
    expect(judgeProbe(probe, answer)).toMatch(expected);
  });
});
