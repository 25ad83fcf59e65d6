import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Row } from '../../record/record';
import type { FaultCase } from '../case';
import { Results } from './results';

const PRODUCT = '0123456789abcdef';
const faultCase: FaultCase = {
  id: 'W1-install',
  fault: 'W1',
  title: 'an install',
  controlPlanes: 1,
  workers: 0,
  startState: 'fresh',
  run: () => Promise.reject(new Error('no machines here')),
};
const row: Row = {
  id: 'W1-install',
  fault: 'W1',
  title: 'an install',
  runs: 1,
  passes: 1,
  points: 51,
  kubernetes: 'v1.34.4',
  product: PRODUCT.slice(0, 12),
  date: '2026-11-22',
};
const passed = { findings: { points: ['one'], recoveriesMs: [] }, violations: [], tookMs: 61_700 };
const failed = { violations: ['learners of etcd'], tookMs: 5_000 };

let directory: string;
const open = (recorded: readonly Row[] = []) => new Results({ product: PRODUCT, recorded, directory });

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'results-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

test('how long a case took is told of it', () => {
  const results = open();
  results.write(faultCase, passed);
  expect(results.toRow(faultCase)).toMatchObject({ runs: 1, passes: 1, tookMs: 61_700 });
});

describe('a case that another machine has recorded', () => {
  test('has passed when its row is of this product and without a failure', () => {
    expect(open([row]).hasPassed('W1-install')).toBe(true);
  });

  test.each([
    ['of another product', { ...row, product: 'ba9876543210' }],
    ['with a failure', { ...row, runs: 2 }],
    ['of another case', { ...row, id: 'W2-install' }],
  ])('is run when its row is %s', (_, other) => {
    expect(open([other]).hasPassed('W1-install')).toBe(false);
  });

  test('stands as it went on this machine once it was run here', () => {
    const results = open([row]);
    results.write(faultCase, failed);
    expect(results.hasPassed('W1-install')).toBe(false);
    expect(results.recorded('W1-install')).toBeUndefined();
  });

  test('keeps the failures of the other machine in its record', () => {
    const results = open([{ ...row, runs: 3, passes: 2 }]);
    results.write(faultCase, passed);
    expect(results.hasPassed('W1-install')).toBe(true);
    expect(results.toRow(faultCase)).toMatchObject({ runs: 4, passes: 3 });
  });
});
