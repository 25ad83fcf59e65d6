import { watchSilence } from '../../../src/cli/output/silence';
import { JOINING } from './fixtures';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const silent = (message: string) => ({ kind: 'silence', message }) as const;

test('a moment of silence is not told', () => {
  const told: string[] = [];
  const { hear } = watchSilence((message) => told.push(message));
  hear(silent('no worker polls'));
  jest.advanceTimersByTime(4900);
  hear({ kind: 'status', status: JOINING });
  jest.advanceTimersByTime(60_000);
  expect(told).toEqual([]);
});

test('silence that lasts is told with the latest word, and again every half minute', () => {
  const told: string[] = [];
  const { hear, end } = watchSilence((message) => told.push(message));
  for (let second = 0; second < 40; second += 1) {
    hear(silent(`seen ${second} s ago`));
    jest.advanceTimersByTime(1000);
  }
  expect(told).toEqual(['seen 4 s ago', 'seen 34 s ago']);
  end();
  jest.advanceTimersByTime(60_000);
  expect(told).toHaveLength(2);
});

test('a service that never says more than once that nobody polls is told all the same', () => {
  const told: string[] = [];
  const { hear, end } = watchSilence((message) => told.push(message));
  hear(silent('no worker polls'));
  jest.advanceTimersByTime(5000);
  expect(told).toEqual(['no worker polls']);
  end();
});
