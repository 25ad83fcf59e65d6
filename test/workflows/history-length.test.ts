import { isHistoryLong } from '../../src/workflows/history-length';

/** Unless a service sets `limit.historyCount.suggestContinueAsNew`. */
const SERVER_SUGGESTS_AT = 4096;
/** What 50 nodes at work may add to their parent before they come to stand. */
const ROOM = 50 * 15;

test('a history counts as long before a server suggests a new execution, with room for what still runs', () => {
  const info = { continueAsNewSuggested: false } as Parameters<typeof isHistoryLong>[0] & object;
  expect(isHistoryLong({ ...info, historyLength: 1000 })).toBe(false);
  expect(isHistoryLong({ ...info, historyLength: SERVER_SUGGESTS_AT - ROOM })).toBe(true);
});

test('a service that suggests it earlier is listened to', () => {
  const info = { historyLength: 12, continueAsNewSuggested: true } as Parameters<typeof isHistoryLong>[0] & object;
  expect(isHistoryLong(info)).toBe(true);
});
