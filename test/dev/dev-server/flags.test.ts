import { devServerFlags } from '../../../src/dev/dev-server/flags';

test('the dev server listens on loopback, keeps its database, and dispatches without waiting for the poll rate', () => {
  expect(devServerFlags({ databaseFile: '/state/temporal.sqlite', port: 1, uiPort: 2 }).join(' ')).toBe(
    [
      'server start-dev --log-level warn --namespace default',
      '--ip 127.0.0.1 --port 1 --ui-ip 127.0.0.1 --ui-port 2',
      '--db-filename /state/temporal.sqlite --sqlite-pragma journal_mode=WAL --sqlite-pragma synchronous=NORMAL',
      '--dynamic-config-value history.transferProcessorMaxPollRPS=2000',
      '--dynamic-config-value history.timerProcessorMaxPollRPS=2000',
      '--dynamic-config-value history.visibilityProcessorMaxPollRPS=2000',
      '--search-attribute SlipwayCluster=Keyword --search-attribute SlipwayPhase=Keyword',
      '--search-attribute SlipwayHealth=Keyword',
    ].join(' '),
  );
});
