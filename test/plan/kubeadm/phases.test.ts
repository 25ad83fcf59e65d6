import { joinPhasesOf, phasesOutside } from '../../../src/plan/kubeadm/phases';

test.each(['v1.33.13', 'v1.34.4'])('a control-plane join of %s is split around the etcd turn', (version) => {
  const { parts, etcdJoin } = joinPhasesOf(version);
  expect(parts.prepare).toEqual(['preflight', 'control-plane-prepare']);
  expect(parts.etcd).toContain(etcdJoin);
  expect(parts.finish.at(-1)).toBe('wait-control-plane');
});

test.each(['v1.31.4', 'v1.32.9', 'v1.35.4', 'v1.36.3'])('%s joins as a whole in the etcd turn', (version) => {
  const { parts } = joinPhasesOf(version);
  expect(parts.prepare).toEqual([]);
  expect(parts.finish).toEqual([]);
  expect(parts.etcd[0]).toBe('preflight');
});

test('what is skipped and what is run make up the whole join', () => {
  const phases = joinPhasesOf('v1.34.4');
  const { prepare, etcd, finish } = phases.parts;
  for (const part of [prepare, etcd, finish]) {
    expect([...phasesOutside(phases, part), ...part].toSorted()).toEqual([...prepare, ...etcd, ...finish].toSorted());
  }
});
