import { SimplePlugin } from '@temporalio/plugin';
import { createActivities } from '../activities';
import { createSessions } from '../ssh/pool';
import type { Sessions } from '../ssh/session';

export interface SlipwayPluginOptions {
  /** SSH sessions to share with other code; by default the plugin keeps a pool and closes it with the worker. */
  readonly sessions?: Sessions;
}

/**
 * Adds Slipway's activities to a worker of one's own. Its workflows are added beside one's own by
 * `export * from 'slipway/workflows'`: a worker runs workflows of one module. Codecs, interceptors and connections stay
 * as they are.
 */
export class SlipwayPlugin extends SimplePlugin {
  constructor(options: SlipwayPluginOptions = {}) {
    const own = options.sessions === undefined ? createSessions() : undefined;
    super({
      name: 'slipway',
      activities: createActivities({ sessions: options.sessions ?? own ?? createSessions() }),
      runContext: async (next) => {
        try {
          await next();
        } finally {
          await own?.closeAll();
        }
      },
    });
  }
}
