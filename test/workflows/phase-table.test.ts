import { PhaseTable } from '../../src/workflows/phase-table';

test('a phase that is left out is shown neither before nor after it was moved', () => {
  const table = new PhaseTable('install');
  table.leaveOut('etcd');
  table.move('etcd', 'nothing-to-do');
  table.move('init', 'running');
  expect(table.rows().find(({ name }) => name === 'etcd')).toBeUndefined();
  expect(table.rows().find(({ name }) => name === 'init')?.state).toBe('running');
});
