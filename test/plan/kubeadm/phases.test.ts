import { SUPPORTED_KUBERNETES } from '../../../src/config/kubernetes-support';
import { JOIN_RULES, joinPhasesOf, phasesOutside } from '../../../src/plan/kubeadm/phases';

test.each(['v1.33.13', 'v1.34.4'])('a control-plane join of %s is split around the etcd turn', (version) => {
  const { parts, etcdJoin } = joinPhasesOf(version);
  expect(parts.prepare).toEqual(['preflight', 'control-plane-prepare']);
  expect(parts.etcd).toContain(etcdJoin);
  expect(parts.finish.at(-1)).toBe('wait-control-plane');
});

test.each(['v1.17.4', 'v1.28.2', 'v1.29.6', 'v1.31.4', 'v1.32.9', 'v1.35.4', 'v1.36.3', 'v1.37.0', 'v1.99.1'])(
  '%s, whose split is not known to be safe, joins as a whole in the etcd turn',
  (version) => {
    const { parts } = joinPhasesOf(version);
    expect(parts.prepare).toEqual([]);
    expect(parts.finish).toEqual([]);
    expect(parts.etcd[0]).toBe('preflight');
  },
);

test('what is skipped and what is run make up the whole join', () => {
  const phases = joinPhasesOf('v1.34.4');
  const { prepare, etcd, finish } = phases.parts;
  for (const part of [prepare, etcd, finish]) {
    expect([...phasesOutside(phases, part), ...part].toSorted()).toEqual([...prepare, ...etcd, ...finish].toSorted());
  }
});

test('every minor version has one rule, those to come included', () => {
  expect(SUPPORTED_KUBERNETES).toBe('v1.17 to v1.36');
  JOIN_RULES.forEach(({ minors: [oldest] }, index) =>
    expect(oldest).toBe(index === 0 ? 0 : (JOIN_RULES[index - 1]?.minors[1] ?? NaN) + 1),
  );
  expect(JOIN_RULES.at(-1)?.minors[1]).toBe(Infinity);
  expect(() => joinPhasesOf('latest')).toThrow('latest is no version of Kubernetes');
});

test.each(JOIN_RULES)('minors $minors: a join that nothing is known of skips no phase', ({ phases }) => {
  const { prepare, etcd, finish } = phases.parts;
  expect(phasesOutside(phases, [...prepare, ...etcd, ...finish])).toEqual([]);
  expect(etcd.some((phase) => phase === phases.etcdJoin || phases.etcdJoin.startsWith(`${phase}/`))).toBe(true);
});
