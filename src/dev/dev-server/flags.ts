/** What a dev server is started with. */
export interface DevServerSettings {
  readonly databaseFile: string;
  readonly port: number;
  readonly uiPort: number;
}

export const DEV_SERVER_HOST = '127.0.0.1';
export const DEV_SERVER_NAMESPACE = 'default';
/** A run may wait for a person over a holiday; the dev server's own default is 24 hours. */
export const RETENTION = '90d';

const SEARCH_ATTRIBUTES = ['SlipwayCluster', 'SlipwayPhase', 'SlipwayHealth'];

/**
 * By default a history shard loads its queues at most 20 times a second, and the dev server has one shard: a
 * sequential activity then takes 94 ms, with these 22 ms.
 */
const POLL_RATES = ['transferProcessor', 'timerProcessor', 'visibilityProcessor'];

/** Arguments of the Temporal CLI for a dev server that listens on loopback only and keeps its state in SQLite. */
export function devServerFlags({ databaseFile, port, uiPort }: DevServerSettings): string[] {
  return [
    ['server', 'start-dev', '--log-level', 'warn', '--namespace', DEV_SERVER_NAMESPACE],
    ['--ip', DEV_SERVER_HOST, '--port', String(port), '--ui-ip', DEV_SERVER_HOST, '--ui-port', String(uiPort)],
    ['--db-filename', databaseFile, '--sqlite-pragma', 'journal_mode=WAL', '--sqlite-pragma', 'synchronous=NORMAL'],
    POLL_RATES.flatMap((queue) => ['--dynamic-config-value', `history.${queue}MaxPollRPS=2000`]),
    SEARCH_ATTRIBUTES.flatMap((name) => ['--search-attribute', `${name}=Keyword`]),
  ].flat();
}
