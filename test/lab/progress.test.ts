import { lineProgress, silentProgress } from '../../lab/progress';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const waitMs = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test('a step that takes long says so, again and again, with what it is at', async () => {
  const lines: string[] = [];
  const step = lineProgress((line) => lines.push(line)).step('build', async (note) => {
    note('package 7');
    await waitMs(31_000);
    return 'built';
  });
  await jest.advanceTimersByTimeAsync(31_000);
  await expect(step).resolves.toBe('built');
  expect(lines).toEqual(['  … build', '  … build, 15 s: package 7', '  … build, 30 s: package 7', '  ✓ build (31 s)']);
});

test('a step that fails says so and passes the failure on', async () => {
  const lines: string[] = [];
  const step = lineProgress((line) => lines.push(line)).step('build', () => Promise.reject(new Error('no compiler')));
  await expect(step).rejects.toThrow('no compiler');
  expect(lines).toEqual(['  ✗ build (0.0 s)']);
});

test('silence only does the work', async () => {
  await expect(silentProgress.step('build', async () => 'built')).resolves.toBe('built');
});
